using AnyAscii;
using Microsoft.AspNetCore.Authorization;

namespace ChatFunctions.Accounts;

/// <summary>The caller's own account and sessions.</summary>
internal sealed class AccountFunctions(AccountService accounts, ProfileService profiles, Sessions sessions, RateLimiters limiters)
{
    [AllowAnonymous]
    [RateLimit(RateLimit.Credentials)]
    [Function("Register")]
    public Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "register")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<RegisterRequest, RegisterValidator>(cancellationToken)
            .Then(body => accounts.RegisterAsync(body, cancellationToken))
            .ToResult(session => TypedResults.Created("/api/me", session));

    [AllowAnonymous]
    [RateLimit(RateLimit.Credentials)]
    [Function("LogIn")]
    public Task<IResult> LogIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "login")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        request.ReadAsync<LoginRequest, LoginValidator>(cancellationToken)
            .Then(body => accounts.LogInAsync(body, GuessSource.Address(limiters.AddressOf(context, request.HttpContext)), cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>Gives the session a new access token, with the user's current name, and the next refresh token.</summary>
    [AllowAnonymous]
    [RateLimit(RateLimit.Refreshes)]
    [Function("Refresh")]
    public Task<IResult> Refresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "refresh")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<RefreshRequest, RefreshValidator>(cancellationToken)
            .Then(body => sessions.RefreshAsync(body.RefreshToken!, body.AttemptId, cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>Ends the session of the access token.</summary>
    [AllowEndedSession]
    [Function("LogOut")]
    public async Task<IResult> LogOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "logout")] HttpRequest request, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request.Caller().UserId, request.Caller().SessionId, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Lists the caller's sessions that can still be refreshed, in the order of opening.</summary>
    [Function("ListSessions")]
    public Task<IResult> ListSessions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sessions")] HttpRequest request, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(async page => (Outcome<Page<OpenSession>>)await sessions.PageAsync(request.Caller(), page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>Ends one of the caller's sessions, if it is still open.</summary>
    [Function("EndSession")]
    public async Task<IResult> EndSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "sessions/{sessionId}")] HttpRequest request, string sessionId, CancellationToken cancellationToken)
    {
        if (Ids.IsPlausible(sessionId))
        {
            await sessions.EndAsync(request.Caller().UserId, sessionId, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    [Function("GetMe")]
    public Task<IResult> GetMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        profiles.MeAsync(request.Caller(), cancellationToken).ToResult(TypedResults.Ok);

    /// <summary>
    /// Changes the username and who can contact the caller. Messages have the name in the access token, so they have the new name after the next
    /// <c>POST /refresh</c>. Older messages keep their name; memberships get the new one in the background.
    /// </summary>
    [Function("ChangeMe")]
    public Task<IResult> ChangeMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<ChangeMeRequest, ChangeMeValidator>(cancellationToken)
            .Then(body => profiles.UpdateAsync(request.Caller(), body, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ChangePassword")]
    public Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "me/password")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<ChangePasswordRequest, ChangePasswordValidator>(cancellationToken)
            .Then(body => accounts.ChangePasswordAsync(request.Caller(), body, cancellationToken))
            .ToResult(_ => TypedResults.NoContent());
}

/// <summary>Body of <c>POST /register</c>.</summary>
/// <param name="Login">The login. Others can see it only by searching for exactly this login.</param>
/// <param name="Username">The display name; the login if absent.</param>
public sealed record RegisterRequest(string? Login, string? Password, string? Username);

/// <summary>Body of <c>POST /login</c>.</summary>
public sealed record LoginRequest(string? Login, string? Password);

/// <summary>Body of <c>POST /refresh</c>.</summary>
/// <param name="RefreshToken">The session's current refresh token, which can be used once.</param>
/// <param name="AttemptId">
/// A random id of <see cref="Limits.AttemptIdMinLength"/> to <see cref="Limits.ClientMessageIdLength"/> characters, new for each token. A call
/// repeated with it gives the same next token until that is used. Without it, using a token twice ends the session.
/// </param>
public sealed record RefreshRequest(string? RefreshToken, string? AttemptId);

/// <summary>Body of <c>PATCH /me</c>; what is absent stays as it is.</summary>
public sealed record ChangeMeRequest(string? Username, ContactableBy? ContactableBy);

/// <summary>Body of <c>PUT /me/password</c>.</summary>
public sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);

internal sealed class RegisterValidator : AbstractValidator<RegisterRequest>
{
    public RegisterValidator()
    {
        RuleFor(request => request.Login).Cascade(CascadeMode.Stop).NotEmpty()
            .Length(Limits.LoginMinLength, Limits.LoginMaxLength)
            .Matches("^[A-Za-z0-9._@-]*$(?!\\n)").WithMessage("Use only letters, digits, or . _ - @");
        RuleFor(request => request.Password).NewPassword();
        RuleFor(request => request.Username).Username().When(request => request.Username is not null);
        RuleFor(request => request.Login).NotReserved().When(request => request.Username is null);
    }
}

internal sealed class LoginValidator : AbstractValidator<LoginRequest>
{
    public LoginValidator()
    {
        RuleFor(request => request.Login).NotEmpty();
        RuleFor(request => request.Password).PresentPassword();
    }
}

internal sealed class RefreshValidator : AbstractValidator<RefreshRequest>
{
    public RefreshValidator()
    {
        RuleFor(request => request.RefreshToken).NotEmpty();
        RuleFor(request => request.AttemptId).ClientMessageId(Limits.AttemptIdMinLength);
    }
}

internal sealed class ChangeMeValidator : AbstractValidator<ChangeMeRequest>
{
    public ChangeMeValidator() => RuleFor(request => request.Username).Username().When(request => request.Username is not null || request.ContactableBy is null);
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePasswordRequest>
{
    public ChangePasswordValidator()
    {
        RuleFor(request => request.CurrentPassword).PresentPassword();
        RuleFor(request => request.NewPassword).NewPassword();
    }
}

internal static class AccountRules
{
    public static IRuleBuilderOptions<T, string?> Username<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new NameValidator<T>(Limits.UsernameLength)).NotReserved();

    /// <summary>Refuses the name that messages of back ends have, also with invisible characters, accents or letters of another width.</summary>
    public static IRuleBuilderOptions<T, string?> NotReserved<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(name => !string.Equals(name?.Transliterate().Trim(), Actor.System.Username, StringComparison.OrdinalIgnoreCase)).WithMessage("This name is reserved.");

    public static IRuleBuilderOptions<T, string?> NewPassword<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().Length(Limits.PasswordMinLength, Limits.PasswordMaxLength)
            .Must(password => password is null || password.Length < Limits.PasswordMinLength || !CommonPasswords.Include(password)).WithMessage("This password is too common. Choose another one.");

    /// <summary>Refuses a password that is too long before hashing it.</summary>
    public static IRuleBuilderOptions<T, string?> PresentPassword<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().MaximumLength(Limits.PasswordMaxLength);
}
