using FluentValidation;

namespace ChatFunctions.Accounts;

/// <summary>Body of <c>POST /register</c>.</summary>
public sealed record RegisterRequest(string? Login, string? Password, string? Username);

/// <summary>Body of <c>POST /login</c>.</summary>
public sealed record LoginRequest(string? Login, string? Password);

internal sealed class RegisterValidator : AbstractValidator<RegisterRequest>
{
    public RegisterValidator()
    {
        RuleFor(request => request.Login).Cascade(CascadeMode.Stop).NotEmpty()
            .Length(Limits.LoginMinLength, Limits.LoginMaxLength)
            .Matches("^[A-Za-z0-9._@-]*$").WithMessage("Only letters a-z, digits and . _ - @ are allowed.");
        RuleFor(request => request.Password).NotEmpty().Length(Limits.PasswordMinLength, Limits.PasswordMaxLength);
        RuleFor(request => request.Username!).Username().When(request => request.Username is not null);
    }
}

internal sealed class LoginValidator : AbstractValidator<LoginRequest>
{
    public LoginValidator()
    {
        RuleFor(request => request.Login).NotEmpty();
        RuleFor(request => request.Password).NotEmpty();
    }
}

internal static class UsernameRule
{
    public static IRuleBuilderOptions<T, string> Username<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => name.Trim().Length is > 0 and <= Limits.UsernameLength).WithMessage($"1 to {Limits.UsernameLength} characters are needed.")
        .Must(name => !name.Any(char.IsControl)).WithMessage("Control characters are not allowed.");
}
