using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Bench.Simulation;

/// <summary>
/// A hot room on several instances. Each sender uses one instance and has one message in flight. An instance commits the messages in its
/// queue together, in conflict with other instances.
/// </summary>
internal sealed class HotRoomSimulation
{
    private const string RoomId = "hot";

    private readonly SimulatedTime _time = new();
    private readonly Random _random;
    private readonly SimulationModel _model;
    private readonly SimulatedPartition _partition;
    private readonly int _senders;
    private readonly List<double> _latencies = [];
    private readonly List<long> _seqs = [];
    private readonly int[] _sent;
    private int _refused;

    private HotRoomSimulation(SimulationModel model, int senders, int seed)
    {
        (_random, _model, _senders, _sent) = (new Random(seed), model, senders, new int[senders]);
        _partition = new SimulatedPartition(model, _time, _random);
        _partition.Put(new RoomHead
        {
            PartitionKey = RoomId,
            Name = "room",
            Kind = RoomKind.Private,
            CreatedBy = Member(0),
            CreatedAt = _time.GetUtcNow(),
            LastAt = _time.GetUtcNow(),
            ActiveUntil = DateTimeOffset.MaxValue,
            MemberCount = senders,
            JoinCount = senders,
        });
        for (var sender = 0; sender < senders; sender++)
        {
            _partition.Put(new MemberRow { PartitionKey = RoomId, RowKey = RoomKeys.Member(Member(sender)), Role = Role.Member, Username = Member(sender) });
        }
    }

    /// <param name="model">The durations.</param>
    /// <param name="instances">The number of instances, over which senders are distributed.</param>
    /// <param name="senders">The number of senders, each with one message in flight.</param>
    /// <param name="duration">The duration of sending.</param>
    /// <param name="seed">The same seed gives the same run.</param>
    public static SimulationResult Run(SimulationModel model, int instances, int senders, TimeSpan duration, int seed)
    {
        var simulation = new HotRoomSimulation(model, senders, seed);
        simulation._time.Run(() => simulation.SendAllAsync(instances, duration));
        return simulation.Result(instances);
    }

    private async Task SendAllAsync(int count, TimeSpan duration)
    {
        var instances = Enumerable.Range(0, count).Select(_ => new SimulatedInstance(_partition, _time, _random)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, _senders).Select(sender => SendAsync(sender, instances[sender % count], duration)));
        foreach (var instance in instances)
        {
            instance.Dispose();
        }
    }

    private async Task SendAsync(int sender, SimulatedInstance instance, TimeSpan duration)
    {
        var actor = new Actor(Member(sender), Member(sender));
        while (_time.Now < duration)
        {
            var started = _time.Now;
            await NetworkDelayAsync();
            var id = instance.Ids.NewId();
            var outcome = await instance.Appender.AppendAsync(RoomId, new SendMessages(actor, [new Draft(id, "text", id, ReplyTo: null)]));
            await NetworkDelayAsync();
            if (outcome.Refusal is not null)
            {
                _refused++;
                continue;
            }

            _seqs.Add(outcome.Value.Sent[0].Message.Seq);
            _latencies.Add((_time.Now - started).TotalMilliseconds);
            _sent[sender]++;
        }
    }

    /// <summary>The way from the sender to the instance, or back. If it takes no time, nothing else may run in between.</summary>
    private Task NetworkDelayAsync() => _model.Client == TimeSpan.Zero ? Task.CompletedTask : _time.WaitAsync(SimulationModel.About(_model.Client, _random));

    private SimulationResult Result(int instances)
    {
        _latencies.Sort();
        _seqs.Sort();
        return new SimulationResult(
            instances,
            _senders,
            _latencies.Count,
            _refused,
            _latencies.Count / _time.Now.TotalSeconds,
            _latencies.Count / (double)_partition.Commits,
            _partition.Conflicts / (double)_partition.Commits,
            _partition.Claims / (double)_partition.Commits,
            Percentile(0.5),
            Percentile(0.99),
            _partition.Busy / _time.Now,
            _sent.Min() * _senders / (double)_latencies.Count,
            _seqs.Index().All(seq => seq.Item == seq.Index + 1));
    }

    private double Percentile(double share) => _latencies[Math.Min(_latencies.Count - 1, (int)(share * _latencies.Count))];

    private static string Member(int number) => $"member{number}";
}

/// <param name="Instances">The number of instances.</param>
/// <param name="Senders">The number of senders.</param>
/// <param name="Messages">Acknowledged messages.</param>
/// <param name="Refused">Sends answered 503 because the retry budget was used up.</param>
/// <param name="MessagesPerSecond">Acknowledged messages per second.</param>
/// <param name="MessagesPerCommit">The average number of messages in a transaction.</param>
/// <param name="ConflictsPerCommit">Lost transactions for each successful one.</param>
/// <param name="ClaimsPerCommit">Claims of the room for each commit.</param>
/// <param name="P50">The median response time in milliseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Utilisation">The fraction of time in which the partition was busy.</param>
/// <param name="Fairness">The messages of the slowest sender over the average.</param>
/// <param name="Dense">Whether the messages were numbered 1, 2, 3, ... without a gap.</param>
internal sealed record SimulationResult(
    int Instances, int Senders, int Messages, int Refused, double MessagesPerSecond, double MessagesPerCommit, double ConflictsPerCommit, double ClaimsPerCommit,
    double P50, double P99, double Utilisation, double Fairness, bool Dense);
