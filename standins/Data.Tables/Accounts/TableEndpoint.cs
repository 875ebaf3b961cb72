namespace Azure.Data.Tables.Accounts;

/// <summary>Where an account's tables are, and the shared access signature that its requests carry, if any.</summary>
internal sealed class TableEndpoint
{
    private readonly string _root;

    /// <param name="endpoint">The service's URI; a query is taken for a shared access signature.</param>
    public TableEndpoint(Uri endpoint)
    {
        SharedAccessSignature = endpoint.Query.Length > 1 ? endpoint.Query[1..] : null;
        Uri = SharedAccessSignature is null ? endpoint : new Uri(endpoint.GetLeftPart(UriPartial.Path));
        AccountName = AccountNameOf(endpoint);
        _root = Uri.AbsoluteUri.TrimEnd('/');
    }

    public Uri Uri { get; }

    public string? AccountName { get; }

    public string? SharedAccessSignature { get; }

    /// <summary>The URI of something in the account, without the signature, as it appears in the parts of a transaction.</summary>
    public string BareUriOf(string path) => $"{_root}/{path}";

    /// <summary>The URI to send a request to.</summary>
    /// <param name="path">Relative to the service, percent-encoded.</param>
    /// <param name="query">Percent-encoded, without the question mark.</param>
    public Uri UriOf(string path, string? query = null) => new((query, SharedAccessSignature) switch
    {
        (null, null) => BareUriOf(path),
        (null, _) => $"{_root}/{path}?{SharedAccessSignature}",
        (_, null) => $"{_root}/{path}?{query}",
        _ => $"{_root}/{path}?{query}&{SharedAccessSignature}",
    });

    /// <summary>In the cloud the account is the host's first label; behind an address it is the path's first segment.</summary>
    private static string? AccountNameOf(Uri endpoint)
    {
        if (endpoint.IsLoopback || endpoint.HostNameType == UriHostNameType.IPv4)
            return endpoint.Segments.Length > 1 ? endpoint.Segments[1].TrimEnd('/') : null;
        int dot = endpoint.Host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && endpoint.HostNameType == UriHostNameType.Dns ? endpoint.Host[..dot] : null;
    }
}
