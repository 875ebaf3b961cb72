namespace ChatFunctions.Client;

/// <summary>A file of a message.</summary>
/// <param name="Id">The attachment's id.</param>
/// <param name="Name">The file's name, as the sender gave it.</param>
/// <param name="ContentType">The media type that the sender declared.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Width">The width of a picture or video in pixels.</param>
/// <param name="Height">The height of a picture or video in pixels.</param>
/// <param name="Url">The address of the file, which expires after some hours; get the message again for a new one.</param>
/// <param name="ThumbnailUrl">The address of a small picture of the file.</param>
public sealed record Attachment(
    string Id, string Name, string ContentType, long Size, int? Width = null, int? Height = null, Uri? Url = null, Uri? ThumbnailUrl = null);

internal sealed record CreateUploadRequest(string Name, string ContentType, long Size);

internal sealed record CreatePictureRequest(string ContentType, long Size);

internal sealed record SetPictureRequest(string Token);

internal sealed record Upload(string Token, Uri UploadUrl, Dictionary<string, string> UploadHeaders);
