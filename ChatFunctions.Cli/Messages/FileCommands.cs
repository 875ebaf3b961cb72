using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Files of messages, and pictures.</summary>
internal static class FileCommands
{
    private const int MostBytesOfStem = 200;
    private const int LongestExtension = 12;

    public static Command Download(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var number = new Argument<long>("number") { Description = "Number of the message" };
        var folder = new Option<DirectoryInfo?>("--to") { Description = "Folder to save the files in. Default: the current one", HelpName = "folder" };
        return runner.Make("download", "Download the files of a message", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var message = await client.Chat.GetMessageAsync(room.Id, call.GetValue(number), cancellationToken);
            var saved = new List<string>();
            foreach (var file in message.Attachments ?? throw new CliException("This message has no files."))
            {
                var path = FreePath(call.GetValue(folder)?.FullName ?? Directory.GetCurrentDirectory(), file.Name);
                await using var content = new FileStream(path, FileMode.CreateNew);
                await client.Chat.DownloadAsync(file, content, cancellationToken);
                saved.Add(SafeText.Line(Path.GetFileName(path)));
            }

            client.Screen.Show(message, _ => client.Screen.Done($"Saved {string.Join(", ", saved)}."));
        }, where, number, folder);
    }

    public static Command Picture(CommandRunner runner)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A square JPEG, PNG, WebP or GIF. Without it, the picture is removed", Arity = ArgumentArity.ZeroOrOne };
        var where = new Option<string?>("--room") { Description = "Room whose picture it is. Default: yours", HelpName = "room" };
        return runner.Make("picture", "Set or remove your picture, or that of a room", async (call, client, cancellationToken) =>
        {
            await using var content = call.GetValue(file) is { } picture ? picture.Exists ? picture.OpenRead() : throw Missing(picture) : null;
            var type = TypeOf(call.GetValue(file)?.Name ?? "");
            var done = content is null ? "Removed the picture" : "Set the picture";
            if (call.GetValue(where) is not { } named)
            {
                var user = content is null ? await client.Chat.RemovePictureAsync(cancellationToken) : await client.Chat.SetPictureAsync(content, type, cancellationToken);
                client.Screen.Show(user, _ => client.Screen.Done($"{done}."));
                return;
            }

            var room = await client.Names.RoomAsync(named, cancellationToken);
            var changed = content is null
                ? await client.Chat.RemoveRoomPictureAsync(room.Id, cancellationToken)
                : await client.Chat.SetRoomPictureAsync(room.Id, content, type, cancellationToken);
            client.Screen.Show(changed, _ => client.Screen.Done($"{done} of {room.Title}."));
        }, file, where);
    }

    /// <summary>Uploads the files of a message, after checking that all of them can be sent.</summary>
    /// <returns>Their tokens.</returns>
    public static async Task<IReadOnlyList<string>> UploadAsync(Client client, string roomId, IReadOnlyList<FileInfo> files, CancellationToken cancellationToken)
    {
        if (files.FirstOrDefault(file => !file.Exists) is { } missing)
        {
            throw Missing(missing);
        }

        var limits = await client.Chat.GetLimitsAsync(cancellationToken);
        if (files.Count > limits.AttachmentsPerMessage)
        {
            throw new CliException($"Too many files: a message can have up to {limits.AttachmentsPerMessage}.");
        }

        if (files.FirstOrDefault(file => file.Length > limits.AttachmentBytes) is { } large)
        {
            throw new CliException($"{large.Name} is too large. A file can have up to {Size(limits.AttachmentBytes)}.");
        }

        var tokens = new List<string>();
        foreach (var file in files)
        {
            await using var content = file.OpenRead();
            tokens.Add(await client.Chat.UploadAsync(roomId, content, file.Name, TypeOf(file.Name), cancellationToken));
        }

        return tokens;
    }

    private static CliException Missing(FileInfo file) => new($"There is no file {file.Name}.");

    /// <summary>A file in a list of messages.</summary>
    public static string Line(Attachment file) => string.Create(CultureInfo.InvariantCulture, $"[{SafeText.Line(file.Name)}, {Size(file.Size)}]");

    /// <summary>The path for a file that others have named: inside the folder, and not that of an existing file.</summary>
    internal static string FreePath(string folder, string name)
    {
        var safe = string.Concat(name.Split('/', '\\')[^1].Select(c => Path.GetInvalidFileNameChars().Contains(c) || char.IsControl(c) ? '_' : c)).TrimStart('.');
        safe = safe.Length == 0 ? "file" : safe;
        var extension = Path.GetExtension(safe) is { Length: <= LongestExtension } usual ? usual : "";
        var stem = Shortened(safe[..^extension.Length]);
        var path = Path.Combine(folder, stem + extension);
        for (var copy = 2; File.Exists(path); copy++)
        {
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem} ({copy}){extension}"));
        }

        return path;
    }

    /// <summary>File systems allow 255 bytes or characters, with the extension and the number of a copy.</summary>
    private static string Shortened(string stem)
    {
        var bytes = 0;
        return string.Concat(stem.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= MostBytesOfStem));
    }

    private static string Size(long bytes) => bytes < 1_000 ? $"{bytes} bytes" : bytes < 1_000_000 ? $"{bytes / 1_000} kB" : $"{bytes / 1_000_000} MB";

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        ".mp3" => "audio/mpeg",
        ".m4a" => "audio/mp4",
        ".ogg" => "audio/ogg",
        ".wav" => "audio/wav",
        ".txt" or ".log" => "text/plain",
        ".pdf" => "application/pdf",
        _ => "application/octet-stream",
    };
}
