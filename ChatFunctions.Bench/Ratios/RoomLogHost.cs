using System.Diagnostics.Metrics;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Messages;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Bench.Ratios;

/// <summary>The room log of one instance of the app, in this process and without HTTP.</summary>
internal sealed class RoomLogHost : IDisposable
{
    private const string FullText = "A message of a hundred bytes, which is about as long as what people write to each other in a chat......";

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();
    private long _commits;
    private long _conflicts;
    private long _messages;

    /// <param name="storage">A connection string.</param>
    /// <param name="tablePrefix">Hosts with the same prefix share their data.</param>
    /// <param name="transport">The transport for storage requests; null: the default.</param>
    public RoomLogHost(string storage, string tablePrefix, HttpPipelineTransport? transport = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Ids>();
        services.Configure<StorageOptions>(options => (options.Accounts, options.TablePrefix) = ([new StorageAccount { ConnectionString = storage }], tablePrefix));
        services.AddSingleton<HttpPipelinePolicy>(Storage);
        if (transport is not null)
        {
            services.AddSingleton(transport);
        }

        services.AddTables().AddRoomLog().AddRoomLists().AddSingleton<History>();
        _services = services.BuildServiceProvider();
        (Appender, History, Rows, Ids) = (Get<RoomAppender>(), Get<History>(), Get<RoomStore>(), Get<Ids>());
        ListenToCommits();
    }

    public StorageMeter Storage { get; } = new();

    public RoomAppender Appender { get; }

    public History History { get; }

    public RoomStore Rows { get; }

    public Ids Ids { get; }

    /// <summary>The number of successful transactions.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>The number of transactions that lost to another instance.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>The number of stored messages.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Texts of 100 bytes, like those sent over HTTP.</summary>
    public static string Text => FullText[..100];

    public static string Member(int number) => $"member{number}";

    /// <returns>The new room's id.</returns>
    public async Task<string> CreateRoomAsync(int members)
    {
        var roomId = Ids.NewRoomId();
        await CreateRoomAsync(roomId, members);
        return roomId;
    }

    public async Task CreateRoomAsync(string roomId, int members)
    {
        var created = await Appender.AppendAsync(roomId, new CreateRoom(
            Actor(Member(0)), roomId, "room", RoomKind.Private, [.. Enumerable.Range(1, Math.Min(members - 1, Limits.MembersAtCreation)).Select(i => new UserRef(Member(i), Member(i)))],
            [.. Enumerable.Range(0, members).Select(_ => Ids.NewId())]));

        // Retry, because storage that has just started can take longer than a commit waits.
        if (created.Refusal == Refusal.Unavailable)
        {
            await CreateRoomAsync(roomId, members);
            return;
        }

        _ = created.Refusal is { } refusal && refusal != RoomRefusals.Exists ? throw new InvalidOperationException($"Refused: {refusal.Code} {refusal.Detail}") : created;
        for (var i = Limits.MembersAtCreation + 1; i < members; i++)
        {
            await AppendAsync(roomId, new PutMember(Actor(Member(0)), Ids.NewId(), new UserRef(Member(i), Member(i)), Role.Member));
        }
    }

    /// <summary>Sends one message with a clientMessageId.</summary>
    public Task<Appended> SendAsync(string roomId, string sender, string? clientMessageId = null) =>
        AppendAsync(roomId, new SendMessages(Actor(sender), [new Draft(Ids.NewId(), Text, clientMessageId ?? Ids.NewId(), ReplyTo: null)]));

    /// <summary>Fills a room with messages, with as many in each transaction as fit.</summary>
    public async Task FillAsync(string roomId, string sender, int messages)
    {
        for (var left = messages; left > 0; left -= RoomTransaction.MaxOperations - 1)
        {
            var drafts = Enumerable.Range(0, Math.Min(left, RoomTransaction.MaxOperations - 1)).Select(_ => new Draft(Ids.NewId(), Text, null, null));
            await AppendAsync(roomId, new SendMessages(Actor(sender), [.. drafts]));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private static Actor Actor(string userId) => new(userId, userId);

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private async Task<Appended> AppendAsync(string roomId, RoomCommand command)
    {
        var outcome = await Appender.AppendAsync(roomId, command);
        return outcome.Refusal is { } refusal ? throw new InvalidOperationException($"Refused: {refusal.Code} {refusal.Detail}") : outcome.Value;
    }

    private void ListenToCommits()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "chat.commits" or "chat.commit.conflicts" or "chat.sends" && ReferenceEquals(instrument.Meter.Scope, Get<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => Interlocked.Add(ref CounterOf(instrument.Name), count));
        _listener.Start();
    }

    private ref long CounterOf(string instrument)
    {
        switch (instrument)
        {
            case "chat.commits": return ref _commits;
            case "chat.sends": return ref _messages;
            default: return ref _conflicts;
        }
    }
}
