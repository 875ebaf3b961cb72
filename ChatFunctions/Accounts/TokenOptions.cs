using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Accounts;

/// <summary>Settings <c>Chat__TokenKey</c> and beside it.</summary>
internal sealed class TokenOptions
{
    /// <summary>
    /// The secret that access tokens are signed with: 32 characters at least. In Azure a Key Vault reference, which the app would be
    /// given literally, and anybody could guess, while it can't be resolved.
    /// </summary>
    [Required(ErrorMessage = "The setting Chat__TokenKey is missing: a secret of 32 characters or more (openssl rand -base64 32).")]
    [MinLength(32, ErrorMessage = "The setting Chat__TokenKey is too short: 32 characters at least.")]
    [RegularExpression(
        @"(?!@Microsoft\.KeyVault\()[\s\S]*", ErrorMessage = "The setting Chat__TokenKey is a vault reference that Azure could not resolve.")]
    public string TokenKey { get; set; } = "";

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    public SymmetricSecurityKey SigningKey => new(Encoding.UTF8.GetBytes(TokenKey));
}
