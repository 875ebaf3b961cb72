namespace Azure.Data.Tables.Accounts;

/// <summary>
/// What a connection string says. It takes one of: <c>UseDevelopmentStorage=true</c>; an account's name and key with an
/// endpoint or an endpoint suffix; an endpoint with a shared access signature.
/// See https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string.
/// </summary>
/// <param name="Endpoint">The service.</param>
/// <param name="Credential">The account's key; null where a shared access signature takes its place.</param>
internal sealed record ConnectionString(TableEndpoint Endpoint, TableSharedKeyCredential? Credential)
{
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int DevelopmentPort = 10002;

    /// <exception cref="InvalidOperationException">It isn't made of <c>name=value</c> settings, or has one twice.</exception>
    /// <exception cref="ArgumentException">Its settings are none of the accepted combinations.</exception>
    public static ConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Settings(connectionString);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") == "true")
            return Development(settings.GetValueOrDefault("DevelopmentStorageProxyUri"));

        string? name = settings.GetValueOrDefault("AccountName");
        string? key = settings.GetValueOrDefault("AccountKey");
        string? endpoint = settings.GetValueOrDefault("TableEndpoint");
        string? suffix = settings.GetValueOrDefault("EndpointSuffix");
        string? signature = settings.GetValueOrDefault("SharedAccessSignature");

        bool hasKey = name is not null && key is not null && (endpoint ?? suffix) is not null;
        bool hasSignature = signature is not null && Uri.IsWellFormedUriString(endpoint, UriKind.Absolute);
        bool hasOnlySecondary = endpoint is null && settings.ContainsKey("TableSecondaryEndpoint");
        if (!(hasKey || hasSignature) || hasOnlySecondary)
            throw new ArgumentException("Connection string parsing error", nameof(connectionString));

        endpoint ??= $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.table.{suffix}";
        return signature is null
            ? new ConnectionString(new TableEndpoint(new Uri(endpoint)), new TableSharedKeyCredential(name!, key!))
            : new ConnectionString(new TableEndpoint(Signed(endpoint, signature)), Credential: null);
    }

    private static ConnectionString Development(string? proxy)
    {
        // The port is the emulator's even behind a proxy; the official client drops the one that the proxy's URI names.
        var host = new Uri(proxy ?? "http://127.0.0.1");
        var endpoint = new UriBuilder(host.Scheme, host.Host, DevelopmentPort, DevelopmentAccount).Uri;
        return new ConnectionString(new TableEndpoint(endpoint), new TableSharedKeyCredential(DevelopmentAccount, DevelopmentKey));
    }

    private static Uri Signed(string endpoint, string signature)
    {
        var uri = new UriBuilder(endpoint);
        uri.Query = uri.Query.Length > 1 ? $"{uri.Query}&{signature}" : signature;
        return uri.Uri;
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string setting in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == setting.Length - 1)
                throw new InvalidOperationException("A connection string is made of name=value settings with a semicolon between them.");
            string name = setting[..equals].Trim();
            if (!settings.TryAdd(name, setting[(equals + 1)..].Trim()))
                throw new InvalidOperationException($"The connection string has the setting '{name}' twice.");
        }

        return settings;
    }
}
