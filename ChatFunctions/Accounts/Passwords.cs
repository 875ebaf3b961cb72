using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Hashes and checks passwords, with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA-512). Its cost is a setting.</summary>
internal class Passwords
{
    private readonly PasswordHasher<string> _hasher;
    private readonly Lazy<string> _nobodys;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new PasswordHasher<string>(options);
        _nobodys = new Lazy<string>(() => Hash("nobody's password"));
    }

    public string Hash(string password) => _hasher.HashPassword(user: "", password);

    /// <param name="hash">Null where there is no such login: checked all the same, against a hash that nothing matches, to take as long.</param>
    /// <param name="password">What was given.</param>
    public virtual PasswordVerificationResult Verify(string? hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(user: "", hash ?? _nobodys.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }
}
