using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Accounts;

internal sealed class AccountFunctions(
    AccountService accounts, Sessions sessions, IValidator<RegisterRequest> registration, IValidator<LoginRequest> credentials, IValidator<RefreshRequest> refresh)
{
    [AllowAnonymous]
    [RateLimit(RateLimit.Credentials)]
    [Function("Register")]
    public Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "register")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(registration, cancellationToken)
            .Then(body => accounts.RegisterAsync(body, cancellationToken))
            .ToResult(session => TypedResults.Created("/api/me", session));

    [AllowAnonymous]
    [RateLimit(RateLimit.Credentials)]
    [Function("LogIn")]
    public Task<IResult> LogIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "login")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(credentials, cancellationToken)
            .Then(body => accounts.LogInAsync(body, cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>The session goes on with a new access token, in which the user has its present name, and the next refresh token.</summary>
    [AllowAnonymous]
    [RateLimit(RateLimit.Refreshes)]
    [Function("Refresh")]
    public Task<IResult> Refresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "refresh")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(refresh, cancellationToken)
            .Then(body => accounts.RefreshAsync(body, cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>Ends the session of the access token: it can't be refreshed any more.</summary>
    [Function("LogOut")]
    public async Task<IResult> LogOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "logout")] HttpRequest request, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request.Caller().UserId, request.Caller().SessionId, cancellationToken);
        return TypedResults.NoContent();
    }
}
