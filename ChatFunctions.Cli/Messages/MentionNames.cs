using System.Text.RegularExpressions;

namespace ChatFunctions.Cli.Messages;

/// <summary>Mentions with names instead of ids, as users read and write them.</summary>
internal sealed partial class MentionNames(ChatClient chat)
{
    private const string Room = "room";

    private readonly Dictionary<string, string> _names = new() { [Room] = Room };

    [GeneratedRegex("<@([A-Za-z0-9]{1,64})>")]
    private static partial Regex Mention { get; }

    /// <summary>Loads the names of the users whom a message mentions, for <see cref="Show"/>.</summary>
    public async Task LoadAsync(Message message, CancellationToken cancellationToken)
    {
        foreach (var id in message.Mentions?.Where(id => !_names.ContainsKey(id)) ?? [])
        {
            try
            {
                _names[id] = (await chat.GetUserAsync(id, cancellationToken)).Username;
            }
            catch (ChatApiException e) when (e.StatusCode == 404)
            {
                _names[id] = "deleted user";
            }
        }
    }

    public string Show(string text) => Mention.Replace(text, match => _names.TryGetValue(match.Groups[1].Value, out var name) ? $"@{name}" : match.Value);

    /// <summary>The text with ids in place of names after an @, as far as one member has the name.</summary>
    public async Task<string> EncodeAsync(string roomId, string text, CancellationToken cancellationToken)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        var ids = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        await foreach (var (user, _, _, _) in chat.ListMembersAsync(roomId, cancellationToken))
        {
            ids[user.Username] = ids.ContainsKey(user.Username) ? null : user.Id;
        }

        var names = string.Join('|', ids.Keys.OrderByDescending(name => name.Length).Select(Regex.Escape));
        return Regex.Replace(
            text,
            $@"(?<![\p{{L}}\p{{N}}<])@({names})(?![\p{{L}}\p{{N}}])",
            match => ids.GetValueOrDefault(match.Groups[1].Value) is { } id ? $"<@{id}>" : match.Value,
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
