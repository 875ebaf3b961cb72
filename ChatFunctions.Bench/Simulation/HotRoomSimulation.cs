using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Bench.Simulation;

/// <summary>
/// A hot room on several instances: senders, each with one message in flight and at home on one instance, whose messages meet in its
/// queue, are committed together, and conflict with those of other instances.
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

    /// <param name="model">How long things take.</param>
    /// <param name="instances">Instances of the app; senders are shared out among them.</param>
    /// <param name="senders">How many, each with one message in flight.</param>
    /// <param name="duration">For how long they send.</param>
    /// <param name="seed">The same seed, the same run.</param>
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
            await TravelAsync();
            var id = instance.Ids.NewId();
            var outcome = await instance.Appender.AppendAsync(RoomId, new SendMessages(actor, [new Draft(id, "text", id, ReplyTo: null)]));
            await TravelAsync();
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

    /// <summary>From the sender to the instance, or back. Where that takes no time, nothing else may come in between.</summary>
    private Task TravelAsync() => _model.Client == TimeSpan.Zero ? Task.CompletedTask : _time.WaitAsync(SimulationModel.About(_model.Client, _random));

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

/// <param name="Instances">Of the app.</param>
/// <param name="Senders">Each with one message in flight.</param>
/// <param name="Messages">Acknowledged.</param>
/// <param name="Refused">Sends answered 503, because the commit had tried long enough.</param>
/// <param name="MessagesPerSecond">Acknowledged.</param>
/// <param name="MessagesPerCommit">How many a transaction took, on the average.</param>
/// <param name="ConflictsPerCommit">Transactions in vain for each that took effect.</param>
/// <param name="ClaimsPerCommit">How often an instance that kept losing claimed the room.</param>
/// <param name="P50">Milliseconds from sending to the answer, at the median.</param>
/// <param name="P99">The same, of all but a hundredth.</param>
/// <param name="Utilisation">Share of the time in which the partition worked.</param>
/// <param name="Fairness">Messages of the sender who got least, over the average.</param>
/// <param name="Dense">Whether the messages were numbered 1, 2, 3, ... without a hole.</param>
internal sealed record SimulationResult(
    int Instances, int Senders, int Messages, int Refused, double MessagesPerSecond, double MessagesPerCommit, double ConflictsPerCommit, double ClaimsPerCommit,
    double P50, double P99, double Utilisation, double Fairness, bool Dense);
