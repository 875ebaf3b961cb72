using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulators.Tests.SignalR;

/// <summary>Creates JWTs, valid and invalid ones.</summary>
internal static class TestToken
{
    public const string EmulatorKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    public static string Create(JsonObject claims, string key = EmulatorKey, string algorithm = "HS256")
    {
        string signed = Encode(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = "1437" }) + "." + Encode(claims);
        byte[] signature = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(signed)),
            "HS512" => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(signed)),
            _ => [],
        };
        return signed + "." + WebEncoders.Base64UrlEncode(signature);
    }

    /// <summary>A token like that of a negotiation.</summary>
    public static string ForClient(Uri service, string hub, DateTimeOffset expires, JsonObject? claims = null)
    {
        claims ??= [];
        claims["aud"] = new Uri(service, $"/client/?hub={hub}").ToString();
        claims["exp"] = expires.ToUnixTimeSeconds();
        return Create(claims);
    }

    private static string Encode(JsonObject part) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
