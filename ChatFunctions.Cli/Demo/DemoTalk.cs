using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Demo;

/// <summary>Sends the demo's messages and reactions. What was already sent isn't repeated.</summary>
internal sealed class DemoTalk(DemoCast cast, TimeProvider clock)
{
    public async Task HoldAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var seqs = new Dictionary<string, long>();
        var last = 0L;
        for (var i = 0; i < room.Messages.Length; i++)
        {
            var message = room.Messages[i];
            var said = await SayAsync(room, roomId, i, message.ReplyTo is { } id ? seqs[id] : null, cancellationToken);
            last = said.Seq;
            if (message.Id is not null)
            {
                seqs[message.Id] = said.Seq;
            }

            await ChangeAsync(roomId, message, said, cancellationToken);
            await ReactAsync(roomId, message, said, cancellationToken);
        }

        foreach (var login in room.Others.Select(other => other.Login).Append(room.Owner))
        {
            var seq = room.ReadTo?.GetValueOrDefault(login) is { } id ? seqs[id] : last;
            await cast.SendAsync(login, ChatRequest.Put($"{Paths.Room(roomId)}/read", new ReadRequest(seq), WireJson.Default.ReadRequest), cancellationToken);
        }
    }

    private async Task<RoomEvent> SayAsync(DemoRoom room, string roomId, int index, long? replyTo, CancellationToken cancellationToken)
    {
        var message = room.Messages[index];
        var clientMessageId = string.Create(CultureInfo.InvariantCulture, $"demo-{index + 1}");
        try
        {
            var request = new SendRequest(message.Text, clientMessageId, replyTo);
            return (await new Sender(cast[message.By], clock).SendAsync(roomId, request, cancellationToken)).Value;
        }
        catch (RefusedException e) when (e.Code == "client_message_id_reused")
        {
            throw new RefusedException($"{room.Name ?? "A direct room"} has messages of an older demo. Run the demo on an empty server.", e.Status, e.Code);
        }
    }

    private async Task ChangeAsync(string roomId, DemoMessage message, RoomEvent said, CancellationToken cancellationToken)
    {
        var path = Paths.Message(roomId, said.Seq);
        if (message.EditedTo is { } text && said is { Deleted: false, EditedAt: null })
        {
            await cast.SendAsync(message.By, ChatRequest.Patch(path, new EditRequest(text), WireJson.Default.EditRequest), cancellationToken);
        }

        if (message.Deleted && !said.Deleted)
        {
            await cast.SendAsync(message.By, ChatRequest.Delete(path), cancellationToken);
        }
    }

    private async Task ReactAsync(string roomId, DemoMessage message, RoomEvent said, CancellationToken cancellationToken)
    {
        foreach (var (emoji, logins) in said.Deleted ? [] : message.Reactions ?? [])
        {
            foreach (var login in logins)
            {
                await cast.SendAsync(login, ChatRequest.Put(Paths.Reaction(roomId, said.Seq, emoji)), cancellationToken);
            }
        }
    }
}
