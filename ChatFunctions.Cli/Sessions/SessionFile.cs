using System.Text.Json;

namespace ChatFunctions.Cli.Sessions;

/// <summary>
/// The file with sessions, readable only by its owner. It has one session for each server, so that a token is only sent to the server that
/// issued it.
/// </summary>
internal sealed class SessionFile(string path, Uri server, TimeProvider clock) : ISessionStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Longer than any refresh takes.</summary>
    private static readonly TimeSpan LockTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary><c>chatfunctions/session.json</c> in XDG_CONFIG_HOME or the system's folder for user configuration.</summary>
    public static string DefaultPath => Path.Combine(ConfigFolder, "chatfunctions", "session.json");

    private static string ConfigFolder =>
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    private string Key => server.AbsoluteUri.TrimEnd('/');

    public ValueTask<Session?> ReadAsync(CancellationToken cancellationToken) => new(Read().GetValueOrDefault(Key));

    public ValueTask WriteAsync(Session? session, CancellationToken cancellationToken)
    {
        var sessions = Read();
        if (session is null)
        {
            sessions.Remove(Key);
        }
        else
        {
            sessions[Key] = session;
        }

        Write(sessions);
        return default;
    }

    /// <summary>Waits for exclusive access to change the file. The lock ends with the process.</summary>
    public async ValueTask<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream($"{path}.lock", Options(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (clock.GetElapsedTime(started) < LockTimeLimit)
            {
                // Another process holds it.
                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellationToken);
            }
        }
    }

    private Dictionary<string, Session> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SessionJson.Default.DictionaryStringSession) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException)
        {
            throw new CliException($"{path} is corrupted. Delete it and log in again.");
        }
    }

    /// <summary>Writes the file atomically, because readers take no lock.</summary>
    private void Write(Dictionary<string, Session> sessions)
    {
        MakeFolder();
        var draft = $"{path}.new";
        File.Delete(draft);
        using (var file = new FileStream(draft, Options(FileMode.CreateNew, FileShare.None)))
        {
            JsonSerializer.Serialize(file, sessions, SessionJson.Default.DictionaryStringSession);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private void MakeFolder()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
