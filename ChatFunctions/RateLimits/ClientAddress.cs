using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.RateLimits;

/// <summary>From where a request comes, as a key. One who has an IPv6 address has 2^64 of them, so those count as one.</summary>
internal static class ClientAddress
{
    /// <param name="http">The request.</param>
    /// <param name="trustForwardedFor">Whether the last hop in <c>X-Forwarded-For</c> was put there by a front end of ours.</param>
    public static string Of(HttpContext http, bool trustForwardedFor)
    {
        var address = (trustForwardedFor ? LastHop(http.Request.Headers["X-Forwarded-For"].ToString()) : null) ?? http.Connection.RemoteIpAddress;
        return address is null ? "unknown" : Key(address);
    }

    /// <summary>The last one only: what stands before it, the client wrote. It may come with a port.</summary>
    private static IPAddress? LastHop(string forwardedFor)
    {
        var hop = forwardedFor.AsSpan(forwardedFor.LastIndexOf(',') + 1).Trim();
        return IPAddress.TryParse(hop, out var address) ? address : IPEndPoint.TryParse(hop, out var endpoint) ? endpoint.Address : null;
    }

    private static string Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
