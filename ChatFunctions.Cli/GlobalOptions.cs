using System.CommandLine;

namespace ChatFunctions.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    private const string DefaultUrl = "http://localhost:7071";
    private const string UrlRule = "must be a URL that starts with http:// or https://.";

    private static string OfEnvironment => Environment.GetEnvironmentVariable("CHAT_URL") is { Length: > 0 } url ? url : DefaultUrl;

    public Option<Uri?> Url { get; } = new("--url")
    {
        Description = $"Server URL. Default: {OfEnvironment}, from CHAT_URL",
        HelpName = "url",
        Recursive = true,
        CustomParser = result =>
        {
            var url = Parse(result.Tokens.Single().Value);
            if (url is null)
            {
                result.AddError($"--url {UrlRule}");
            }

            return url;
        },
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print results as JSON, one document per line",
        Recursive = true,
    };

    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "Disable colors. Also disabled if NO_COLOR is set or output isn't a terminal",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(Url);
        root.Add(Json);
        root.Add(NoColor);
    }

    /// <exception cref="CliException">CHAT_URL isn't a URL.</exception>
    public Uri Server(ParseResult parsed)
    {
        if (parsed.GetValue(Url) is { } given)
        {
            return given;
        }

        return Parse(OfEnvironment) ?? throw new CliException($"CHAT_URL {UrlRule}");
    }

    private static Uri? Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
