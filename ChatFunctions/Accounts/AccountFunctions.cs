using ChatFunctions.Http;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Accounts;

internal sealed class AccountFunctions(AccountService accounts, IValidator<RegisterRequest> registration, IValidator<LoginRequest> credentials)
{
    [AllowAnonymous]
    [Function("Register")]
    public Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "register")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(registration, cancellationToken)
            .Then(body => accounts.RegisterAsync(body, cancellationToken))
            .ToResult(session => TypedResults.Created("/api/me", session));

    [AllowAnonymous]
    [Function("LogIn")]
    public Task<IResult> LogIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "login")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(credentials, cancellationToken)
            .Then(body => accounts.LogInAsync(body, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("Me")]
    public Task<IResult> Me(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        accounts.MeAsync(request.Caller(), cancellationToken).ToResult(TypedResults.Ok);
}
