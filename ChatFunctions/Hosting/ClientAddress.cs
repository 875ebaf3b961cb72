using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ChatFunctions.Hosting;

/// <summary>The client's address as a key. An IPv6 client usually has 2^64 addresses, so those count as one.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <param name="trustForwardedFor">Whether a trusted front end wrote the last hop of <c>X-Forwarded-For</c>.</param>
    public static string Of(FunctionContext context, HttpContext http, bool trustForwardedFor)
    {
        var address = (trustForwardedFor ? LastHop(ReceivedForwardedFor(context.BindingContext)) : null) ?? http.Connection.RemoteIpAddress;
        return address is null ? "unknown" : Key(address);
    }

    /// <summary>
    /// The header as the Functions host received it. The host replaces it in the request that it forwards to the worker
    /// (https://github.com/Azure/azure-functions-host/issues/11254).
    /// </summary>
    private static string ReceivedForwardedFor(BindingContext binding)
    {
        if (binding.BindingData.GetValueOrDefault("Headers") is not string headers)
        {
            return "";
        }

        using var json = JsonDocument.Parse(headers);
        return json.RootElement.EnumerateObject().FirstOrDefault(header => header.Name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: JsonValueKind.String } found
            ? found.Value.GetString()!
            : "";
    }

    /// <summary>The last hop, possibly with a port. The client may have written the others.</summary>
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
