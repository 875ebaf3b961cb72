namespace ChatFunctions.Accounts;

/// <summary>Operations of back ends on accounts.</summary>
internal sealed class ManagedUserFunctions(ManagedUsers users)
{
    private const string One = "users/external/{externalId}";

    [RequireServer]
    [Function("PutExternalUser")]
    public Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string externalId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutUserRequest, PutUserValidator>(cancellationToken)
            .Then(body => ManagedUserRules.CheckExternalId(externalId).Then(id => users.PutAsync(id, body, cancellationToken)))
            .ToResult(put => put.IsNew ? TypedResults.Created($"/api/users/{put.User.Id}", put.User) : TypedResults.Ok(put.User));

    [RequireServer]
    [Function("PutExternalUsers")]
    public Task<IResult> PutSeveral(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/external/batch")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<PutUsersRequest, PutUsersValidator>(cancellationToken)
            .Then(async body =>
            {
                var put = await body.Users!.SelectParallelAsync((user, token) => users.PutAsync(user.ExternalId!, user, token), cancellationToken);
                return put.Select(user => user.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refusal
                    ? (Outcome<UserList>)refusal
                    : new UserList([.. put.Select(user => user.Value.User)]);
            })
            .ToResult(TypedResults.Ok);

    [RequireServer]
    [Function("GetExternalUser")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = One)] HttpRequest request, string externalId, CancellationToken cancellationToken) =>
        users.GetAsync(externalId, cancellationToken).ToResult(TypedResults.Ok);

    [RequireServer]
    [Function("CreateUserSession")]
    public Task<IResult> OpenSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/tokens")] HttpRequest request, string externalId, CancellationToken cancellationToken) =>
        users.OpenSessionAsync(externalId, cancellationToken).ToResult(session => TypedResults.Created("/api/me", session));

    [RequireServer]
    [Function("DeactivateUser")]
    public Task<IResult> Deactivate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{userId}/deactivated")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        users.SetDeactivatedAsync(userId, deactivated: true, cancellationToken).ToResult(_ => TypedResults.NoContent());

    [RequireServer]
    [Function("ActivateUser")]
    public Task<IResult> Activate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{userId}/deactivated")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        users.SetDeactivatedAsync(userId, deactivated: false, cancellationToken).ToResult(_ => TypedResults.NoContent());
}

/// <summary>Body of <c>PUT /users/external/{externalId}</c>.</summary>
/// <param name="PictureUrl">An https URL; absent: no picture.</param>
public record PutUserRequest(string? Username, string? PictureUrl);

/// <summary>One user of <c>POST /users/external/batch</c>.</summary>
/// <param name="ExternalId">The back end's own id of the user.</param>
public sealed record PutUsersItem(string? ExternalId, string? Username, string? PictureUrl) : PutUserRequest(Username, PictureUrl);

/// <summary>Body of <c>POST /users/external/batch</c>: 1 to <see cref="Limits.BatchUsers"/> users.</summary>
public sealed record PutUsersRequest(IReadOnlyList<PutUsersItem>? Users);

/// <summary>The answer of <c>POST /users/external/batch</c>: the users in the order of the request.</summary>
public sealed record UserList(IReadOnlyList<User> Items);

internal sealed class PutUserValidator : AbstractValidator<PutUserRequest>
{
    public PutUserValidator()
    {
        RuleFor(request => request.Username).Username();
        RuleFor(request => request.PictureUrl).PictureUrl();
    }
}

internal sealed class PutUsersItemValidator : AbstractValidator<PutUsersItem>
{
    public PutUsersItemValidator()
    {
        Include(new PutUserValidator());
        RuleFor(user => user.ExternalId).ExternalId();
    }
}

internal sealed class PutUsersValidator : AbstractValidator<PutUsersRequest>
{
    public PutUsersValidator()
    {
        RuleFor(batch => batch.Users).SetValidator(new CountValidator<PutUsersRequest, PutUsersItem>(Limits.BatchUsers, "users"))
            .Must(users => users is null || users.DistinctBy(user => user?.ExternalId).Count() == users.Count).WithMessage("Use each externalId once.");
        RuleForEach(batch => batch.Users).NotNull().SetValidator(new PutUsersItemValidator());
    }
}

/// <summary>Rules for the users of back ends.</summary>
internal static class ManagedUserRules
{
    private static readonly InlineValidator<string> Rules = new() { rules => rules.RuleFor(id => id).ExternalId() };

    public static Outcome<string> CheckExternalId(string externalId) =>
        Rules.Validate(externalId) is { IsValid: false } result ? Refusal.Invalid("externalId", result.Errors[0].ErrorMessage) : externalId;

    public static IRuleBuilderOptions<T, string?> ExternalId<T>(this IRuleBuilder<T, string?> rule) => rule.NotEmpty()
        .Length(1, Limits.ExternalIdLength)
        .Matches("^[A-Za-z0-9._:@|-]*$(?!\\n)").WithMessage("Use only letters, digits, or . _ : @ | -");

    public static IRuleBuilderOptions<T, string?> PictureUrl<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(ExternalProfile.PictureUrlLength)
        .Must(url => url is null || ExternalProfile.PictureOf(url) is not null).WithMessage("Use an https URL.");
}
