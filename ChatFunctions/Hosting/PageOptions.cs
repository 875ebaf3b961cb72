namespace ChatFunctions.Hosting;

/// <summary>Settings <c>Chat__*</c> that concern links to the page.</summary>
internal sealed class PageOptions
{
    /// <summary>The page's public address; absent: the request's address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The page's address, without a trailing slash.</summary>
    public string UrlFor(HttpRequest request) => PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
