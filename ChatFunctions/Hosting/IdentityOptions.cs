using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ChatFunctions.Hosting;

/// <summary>Settings <c>Chat__Identity__...</c>: how users sign in. See docs/identity.md.</summary>
internal sealed class IdentityOptions : IValidatableObject
{
    /// <summary>Whether users can register and log in with a password.</summary>
    public bool LocalAccounts { get; set; } = true;

    public List<IdentityProvider> Providers { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Providers.SelectMany((provider, index) =>
        provider.Failures(string.Create(CultureInfo.InvariantCulture, $"Chat__Identity__Providers__{index}__"))).Select(failure => new ValidationResult(failure));
}

/// <summary>An OpenID Connect provider whose access tokens the API accepts.</summary>
internal sealed class IdentityProvider
{
    /// <summary>The URL below which <c>.well-known/openid-configuration</c> is.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The audience (<c>aud</c>) that access tokens for the API have.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim that identifies a user. Users become other users when it changes.</summary>
    public string UserIdClaim { get; set; } = "sub";

    public string NameClaim { get; set; } = "name";

    public string PictureClaim { get; set; } = "picture";

    /// <summary>The application role (<c>roles</c>) with which a token is that of a back end; empty: none.</summary>
    public string ServerRole { get; set; } = "";

    /// <summary>The client id of the page; empty: the page doesn't offer this provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The scopes that the page asks for.</summary>
    public string Scope { get; set; } = "openid profile offline_access";

    /// <summary>The provider's name on the page; empty: the host of <see cref="Authority"/>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Null if it isn't a valid URL. Only a provider on this machine can do without TLS.</summary>
    public Uri? AuthorityUrl =>
        Uri.TryCreate(Authority, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) ? url : null;

    /// <param name="prefix">The names of its settings up to their last part.</param>
    public IEnumerable<string> Failures(string prefix)
    {
        if (AuthorityUrl is null)
        {
            yield return $"The setting {prefix}Authority must be an https URL.";
        }

        if (Audience.Length == 0)
        {
            yield return $"The setting {prefix}Audience is missing. Without it, tokens for other applications would be accepted.";
        }
    }
}
