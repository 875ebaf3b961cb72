using System.Text;
using SignalR.Service.Upstream;

namespace SignalR.Service;

/// <summary>The service's settings and fixed limits.</summary>
internal sealed class ServiceOptions
{
    /// <summary>The largest request body, in bytes, that the real service's REST API takes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>How long open requests may delay the end of the process.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long clients that don't read their close message may delay the end of the process.</summary>
    public static readonly TimeSpan CloseMessageTimeout = TimeSpan.FromSeconds(10);

    // HMAC-SHA256 keys under 128 bits are refused by the token library.
    private const int MinAccessKeyBytes = 16;

    /// <summary>The key that signs tokens and upstream requests, used as its UTF-8 bytes. Default: that of Microsoft's emulator.</summary>
    public string AccessKey { get; init; } = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    /// <summary>The number of connections above which negotiation answers 429, like a tier's quota. Default: no limit.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Bytes that may wait for a client that reads too slowly before its connection is dropped.</summary>
    public int MaxOutgoingBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a negotiated connection may stay unused before its id is forgotten.</summary>
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client may take to send the hub protocol's handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest silence towards a client before it is sent a ping.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest silence from a client before its connection is closed.</summary>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The upstream URLs of client events; the first match is used. If empty, events are dropped. Default: the local Functions host.</summary>
    public IReadOnlyList<UpstreamTemplate> Templates { get; private set; } = [UpstreamTemplate.FunctionsHost];

    public byte[] AccessKeyBytes => Encoding.UTF8.GetBytes(AccessKey);

    /// <exception cref="InvalidSettingException">A setting has a value that the service can't work with.</exception>
    public static ServiceOptions From(IConfiguration configuration)
    {
        var options = Bind(configuration);
        Require(options.AccessKeyBytes.Length >= MinAccessKeyBytes, $"AccessKey must have at least {MinAccessKeyBytes} bytes.");
        Require(options.MaxConnections is null or >= 0, "MaxConnections must be 0 or more.");
        Require(options.MaxOutgoingBytes >= MaxBodyBytes, $"MaxOutgoingBytes must be at least {MaxBodyBytes}, the size of the largest message.");
        foreach (var template in options.Templates)
            Require(template.IsValid, $"UpstreamSettings:Templates has a UrlTemplate that isn't an http(s) URL: '{template.UrlTemplate}'.");
        return options;
    }

    private static ServiceOptions Bind(IConfiguration configuration)
    {
        try
        {
            var options = configuration.Get<ServiceOptions>() ?? new ServiceOptions();
            var templates = configuration.GetSection("UpstreamSettings:Templates");
            if (templates.Exists())
                options.Templates = templates.Get<List<UpstreamTemplate>>() ?? [];
            return options;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidSettingException(error.Message);
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidSettingException(message);
    }
}

/// <summary>A setting has a value that the service can't work with; the message says which and what to do.</summary>
internal sealed class InvalidSettingException(string message) : Exception(message);
