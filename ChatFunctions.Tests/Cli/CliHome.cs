using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Cli;

/// <summary>A user's configuration folder for the CLI, and the chat that it talks to.</summary>
internal sealed class CliHome(Uri url) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatfunctions-cli-");

    public string Folder => _folder.FullName;

    public string SessionFolder => Path.Combine(Folder, "chatfunctions");

    public string SessionPath => Path.Combine(SessionFolder, "session.json");

    public Uri Url => url;

    /// <summary>Further environment variables of commands.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The one session in the file.</summary>
    public JsonObject Session
    {
        get => Sessions().Single().Value!.AsObject();
        set => Put(value);
    }

    /// <summary>A configuration folder with a logged-in user.</summary>
    public static CliHome Of(ChatUser user, Uri? url = null)
    {
        var home = new CliHome(url ?? new Uri(user.Http.BaseAddress!, "/"));
        home.Put(user.Session.AsObject());
        return home;
    }

    public JsonObject Sessions() => JsonNode.Parse(File.ReadAllText(SessionPath))!.AsObject();

    public CliProcess Start(params string[] arguments) => CliProcess.Start(this, arguments);

    /// <summary>Runs a command to its end.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public async Task<CliResult> RunWithInputAsync(string input, params string[] arguments)
    {
        await using var process = Start(arguments);
        await process.WriteAsync(input);
        process.EndInput();
        return await process.EndAsync();
    }

    /// <summary>Runs a command, expects success, and returns its output as JSON, one document a line.</summary>
    public async Task<JsonNode[]> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        Assert.True(result.Code == 0, result.ToString());
        return result.Documents;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Put(JsonObject session)
    {
        Directory.CreateDirectory(SessionFolder);
        File.WriteAllText(SessionPath, new JsonObject { [url.AbsoluteUri.TrimEnd('/')] = session.DeepClone() }.ToJsonString());
    }
}

/// <summary>The result of a command.</summary>
internal sealed record CliResult(int Code, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode[] Documents => [.. Lines.Select(line => JsonNode.Parse(line)!)];

    public override string ToString() => $"Exit code {Code}\n{Output}\n{Errors}";

    /// <summary>Expects this exit code, one line on standard error, and nothing on standard output.</summary>
    public string Refused(int code)
    {
        Assert.True(Code == code && Output.Length == 0, ToString());
        return Assert.Single(Errors.TrimEnd('\n').Split('\n'));
    }
}
