namespace ChatFunctions.Attachments;

internal sealed class AttachmentFunctions(Uploads uploads)
{
    /// <summary>Answers the addresses for an upload. Nothing is stored until the file is uploaded.</summary>
    [AllowServer]
    [Function("CreateUpload")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/attachments")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<CreateUploadRequest, CreateUploadValidator>(cancellationToken)
            .Then(body => uploads.CreateAsync(request.Caller(), roomId, body, cancellationToken))
            .ToResult(upload => TypedResults.Created((string?)null, upload));
}

/// <summary>Body of <c>POST /rooms/{roomId}/attachments</c>.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Its media type, such as <c>image/png</c>, without parameters.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Width">Pixels of a picture or video.</param>
/// <param name="Height">Pixels of a picture or video.</param>
public sealed record CreateUploadRequest(string? Name, string? ContentType, long? Size, int? Width, int? Height);

/// <summary>Where and how to upload a file, and the token by which a message then names it.</summary>
/// <param name="Id">The attachment's id.</param>
/// <param name="Token">Names the file in a message to this room, for a day.</param>
/// <param name="UploadUrl">The address for one <c>PUT</c> of the file.</param>
/// <param name="UploadHeaders">The headers of that request.</param>
/// <param name="ThumbnailUploadUrl">The address for one <c>PUT</c> of a small PNG, JPEG or WebP picture; only for pictures and videos.</param>
/// <param name="ExpiresAt">When the addresses expire.</param>
public sealed record Upload(
    string Id, string Token, string UploadUrl, IReadOnlyDictionary<string, string> UploadHeaders, string? ThumbnailUploadUrl, DateTimeOffset ExpiresAt);

internal sealed class CreateUploadValidator : AbstractValidator<CreateUploadRequest>
{
    public CreateUploadValidator()
    {
        RuleFor(file => file.Name).SetValidator(new NameValidator<CreateUploadRequest>(Limits.AttachmentNameLength))
            .Must(name => name?.IndexOfAny(['/', '\\']) is null or < 0).WithMessage("Use a file name without a path.");
        RuleFor(file => file.ContentType).NotEmpty().Length(3, Limits.ContentTypeLength)
            .Matches("^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$(?!\\n)").WithMessage("Use a media type in lower case, such as image/png.");
        RuleFor(file => file.Size).NotNull().InclusiveBetween(1, AttachmentOptions.MostBytes);
        RuleFor(file => file.Width).InclusiveBetween(1, Limits.PixelsPerSide);
        RuleFor(file => file.Height).InclusiveBetween(1, Limits.PixelsPerSide);
    }
}

internal static class AttachmentServices
{
    public static IServiceCollection AddAttachments(this IServiceCollection services) => services
        .AddSingleton<UploadTokens>()
        .AddSingleton<Uploads>()
        .AddSingleton<AttachmentSweep>();
}
