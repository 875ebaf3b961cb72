using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Bench.Simulation;

/// <summary>The real room log of an instance with a simulated clock, random numbers and partition.</summary>
internal sealed class SimulatedInstance : IDisposable
{
    private readonly ServiceProvider _services;

    public SimulatedInstance(SimulatedPartition partition, SimulatedTime time, Random random)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<Ids>(new SeededIds(time, random));
        services.Configure<StorageOptions>(options => options.Accounts = [new StorageAccount { ConnectionString = "UseDevelopmentStorage=true" }]);
        services.AddTables().AddRoomLog().AddRoomLists();
        services.AddSingleton<RoomStore>(provider => new SimulatedStore(provider.GetRequiredService<ChatTables>(), partition));
        _services = services.BuildServiceProvider();
        Appender = _services.GetRequiredService<RoomAppender>();
        Ids = _services.GetRequiredService<Ids>();
    }

    public RoomAppender Appender { get; }

    public Ids Ids { get; }

    public void Dispose() => _services.Dispose();

    private sealed class SimulatedStore(ChatTables tables, SimulatedPartition partition) : RoomStore(tables)
    {
        public override async Task<T?> FindAsync<T>(string roomId, string rowKey, CancellationToken cancellationToken)
            where T : class => (T?)await partition.FindAsync(rowKey);

        public override Task ClaimAsync(string roomId, string instance, CancellationToken cancellationToken) => partition.ClaimAsync(instance);

        public override async Task<Submission> SubmitAsync(RoomTransaction transaction, CancellationToken cancellationToken) =>
            await partition.TransactAsync(transaction.Actions()) is { } head ? new Submission.Committed(head) : new Submission.Rejected();
    }

    private sealed class SeededIds(TimeProvider clock, Random random) : Ids(clock)
    {
        public override string NewId() => $"{random.NextInt64():x16}{random.NextInt64():x16}";

        public override TimeSpan NewWait(TimeSpan least, TimeSpan most) => least + (random.NextDouble() * (most - least));
    }
}
