using Microsoft.AspNetCore.Authorization;

namespace ChatFunctions.Hosting;

/// <summary>Manages the API keys of back ends. The Functions host checks its master key before anything here runs.</summary>
internal sealed class ApiKeyFunctions(ApiKeys keys)
{
    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("AddApiKey")]
    public Task<IResult> Add([HttpTrigger(AuthorizationLevel.Admin, "post", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<AddApiKeyRequest, AddApiKeyValidator>(cancellationToken)
            .Then(async body => (Outcome<NewApiKey>)await keys.AddAsync(body.Name!.Trim(), cancellationToken))
            .ToResult(key => TypedResults.Created((string?)null, key));

    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("ListApiKeys")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Admin, "get", "head", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.AllAsync(cancellationToken));

    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("RemoveApiKey")]
    public async Task<IResult> Remove([HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "keys/{keyId}")] HttpRequest request, string keyId, CancellationToken cancellationToken)
    {
        if (Ids.IsPlausible(keyId))
        {
            await keys.RemoveAsync(keyId, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}

/// <summary>Body of <c>POST /keys</c>.</summary>
/// <param name="Name">1 to <see cref="Limits.ApiKeyNameLength"/> characters.</param>
public sealed record AddApiKeyRequest(string? Name);

internal sealed class AddApiKeyValidator : AbstractValidator<AddApiKeyRequest>
{
    public AddApiKeyValidator() => RuleFor(request => request.Name).SetValidator(new NameValidator<AddApiKeyRequest>(Limits.ApiKeyNameLength));
}
