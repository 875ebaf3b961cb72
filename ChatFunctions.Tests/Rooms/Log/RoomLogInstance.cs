using System.Diagnostics.Metrics;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Messages;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>The room log of one instance on Azurite, without worker and HTTP; a test can add a proxy that injects faults.</summary>
internal sealed class RoomLogInstance : IAsyncDisposable
{
    private static readonly DateTimeOffset ImportStart = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();

    private readonly FaultProxy? _proxy;

    private RoomLogInstance(ServiceProvider services, FaultProxy? proxy)
    {
        (_services, _proxy) = (services, proxy);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ChatTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Metrics.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
        Requests = services.GetRequiredService<RequestCounter>();
        Appender = services.GetRequiredService<RoomAppender>();
        Events = services.GetRequiredService<EventsReader>();
        History = services.GetRequiredService<History>();
    }

    /// <summary>Sums of the counters.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, long> Metrics { get; } = new();

    public RequestCounter Requests { get; }

    public RoomAppender Appender { get; }

    public EventsReader Events { get; }

    public History History { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<RoomLogInstance> StartAsync(
        string tablePrefix, Func<HttpRequest, Fault>? faults = null, TimeProvider? clock = null, string tokenKey = ChatInstance.TokenKey)
    {
        var azurite = await AzuriteServer.SharedAsync();
        var proxy = faults is null ? null : await FaultProxy.StartAsync(azurite, faults);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton<Ids>();
        services.Configure<StorageOptions>(options => (options.Accounts, options.TablePrefix) = (proxy?.StorageAccounts ?? azurite.StorageAccounts(1), tablePrefix));
        services.Configure<TokenOptions>(options => options.TokenKey = tokenKey);
        services.AddSingleton<RequestCounter>();
        services.AddSingleton<HttpPipelinePolicy>(provider => provider.GetRequiredService<RequestCounter>());
        services.AddTables().AddRoomLog().AddRoomLists().AddSingleton<History>().AddSingleton<EventsReader>().AddSingleton<RoomHeads>()
            .AddSingleton<SearchIndex>().AddSingleton<MessageSearch>();
        return new RoomLogInstance(services.BuildServiceProvider(), proxy);
    }

    public Task<string> CreateRoomAsync(string owner, params string[] members) => CreateRoomAsync(Get<Ids>().NewRoomId(), owner, members);

    public async Task<string> CreateRoomAsync(string roomId, string owner, string[] members)
    {
        var created = await Appender.AppendAsync(roomId, new CreateRoom(
            ActorOf(owner), roomId, "room", RoomKind.Private, [.. members.Select(member => new UserRef(member, member))], [.. members.Append(owner).Select(_ => Get<Ids>().NewId())]));
        Assert.Null(created.Refusal);
        return roomId;
    }

    public Task<Outcome<Appended>> SendAsync(string roomId, string sender, string text, string? clientMessageId = null) =>
        Appender.AppendAsync(roomId, new SendMessages(ActorOf(sender), [new Draft(Get<Ids>().NewId(), text, clientMessageId, ReplyTo: null)]));

    /// <summary>Creates a room that a back end fills with messages of earlier times.</summary>
    public async Task<string> CreateOldRoomAsync(string member)
    {
        var roomId = Get<Ids>().NewRoomId();
        var created = await Appender.AppendAsync(
            roomId, new CreateRoom(Actor.System, roomId, "room", RoomKind.Private, [new UserRef(member, member)], [Get<Ids>().NewId(), Get<Ids>().NewId()], CreatedAt: ImportStart));
        Assert.Null(created.Refusal);
        return roomId;
    }

    /// <summary>Imports messages 0, 1, ... of another system, each a second after the one before.</summary>
    public Task<Outcome<Appended>> ImportAsync(string roomId, string sender, Range range) =>
        Appender.AppendAsync(roomId, new SendMessages(Actor.System, [.. Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value).Select(i =>
            new Draft(Get<Ids>().NewId(), $"message {i}", $"old-{i}", ReplyTo: null) { Imported = new ImportedFrom(new UserRef(sender, sender), ImportStart.AddSeconds(i + 1)) })]));

    /// <summary>Sends like a correct client: repeats with the same clientMessageId until it gets an answer.</summary>
    public async Task<Message> SendUntilAnsweredAsync(string roomId, string sender, string text, string clientMessageId)
    {
        while (true)
        {
            if (await SendAsync(roomId, sender, text, clientMessageId) is { Refusal: null } sent)
            {
                return sent.Value.Sent.Single().Message;
            }
        }
    }

    /// <summary>All events, read in pages.</summary>
    public async Task<List<RoomEvent>> ReadAllAsync(string roomId, string reader)
    {
        var all = new List<RoomEvent>();
        while (true)
        {
            var page = await Events.PageAsync(roomId, reader, new EventsQuery(all.Count, 200, TimeSpan.Zero), CancellationToken.None);
            all.AddRange(page.Value.Events);
            if (!page.Value.More)
            {
                return all;
            }
        }
    }

    public static Actor ActorOf(string userId) => new(userId, userId);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }
}
