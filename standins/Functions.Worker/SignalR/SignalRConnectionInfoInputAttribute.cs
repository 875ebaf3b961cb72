using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Fills a parameter with the address and token that a client needs to connect.</summary>
public sealed class SignalRConnectionInfoInputAttribute : InputBindingAttribute
{
    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> unless given.</summary>
    public string? ConnectionStringSetting { get; set; }

    /// <summary>The hub.</summary>
    public string? HubName { get; set; }

    /// <summary>The client's user id; may hold binding expressions such as <c>{userId}</c>, whose values are unverified input.</summary>
    public string? UserId { get; set; }

    /// <summary>A JWT whose claims are passed on; may hold a binding expression such as <c>{headers.x-token}</c>.</summary>
    public string? IdToken { get; set; }

    /// <summary>The types of the claims of <see cref="IdToken"/> that are passed on.</summary>
    public string[]? ClaimTypeList { get; set; }
}
