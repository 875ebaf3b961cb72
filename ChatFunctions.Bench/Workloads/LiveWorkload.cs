using System.Diagnostics;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;

namespace ChatFunctions.Bench.Workloads;

/// <summary>Senders with one message in flight each, and listeners that must receive every message.</summary>
/// <param name="users">The listeners.</param>
/// <param name="app">The Functions host, whose child is the worker.</param>
/// <param name="senders">The senders and their rooms.</param>
/// <param name="listeners">The number of listeners that must receive each message.</param>
internal sealed class LiveWorkload(LiveUsers users, ServerProcess app, IReadOnlyList<Sender> senders, int listeners)
{
    /// <summary>The time after which a message that wasn't received by all counts as lost.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>Rounds and messages after which compilation hardly matters.</summary>
    private const int WarmUps = 3;
    private const int WarmUpMessages = 10_000;

    private int _run;

    /// <summary>Runs until the worker's processor time for a message stops falling, when its code is compiled.</summary>
    public async Task WarmUpAsync(Scale scale)
    {
        var (before, now, messages) = (double.MaxValue, double.MaxValue, 0);
        for (var i = 0; i < scale.WarmUps && (i < WarmUps || messages < WarmUpMessages * senders.Count / Scale.HotRoomMembers || now < 0.9 * before); i++)
        {
            var result = await RunAsync(scale.Round);
            (before, now, messages) = (now, result.WorkerCpuMicroseconds, messages + result.Messages);
        }
    }

    /// <exception cref="InvalidOperationException">A listener missed a message, or received one twice.</exception>
    public async Task<LiveResult> RunAsync(TimeSpan duration)
    {
        var ledger = new Ledger(++_run, senders.Count, listeners);
        var received = users.Listeners.Select(_ => new ReceivedMessages(ledger)).ToArray();
        foreach (var (listener, messages) in users.Listeners.Zip(received))
        {
            listener.Use(messages);
        }

        var (hostCpu, workerCpu) = (app.Cpu, app.ChildrenCpu);
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var acks = await Task.WhenAll(senders.Select((sender, i) => sender.SendAsync(i, ledger, until)));
        var sending = Stopwatch.GetElapsedTime(started);
        if (!await ledger.AllReceivedAsync(TimeLimit) || ledger.Faults > 0)
        {
            throw new InvalidOperationException(
                $"Of {ledger.SentCount} messages {ledger.ReceivedByAll} were received by all {listeners}; {ledger.Faults} unexpected messages were received.");
        }

        return new LiveResult(
            ledger.SentCount,
            ledger.SentCount / sending.TotalSeconds,
            ledger.ReceivedByAll / Stopwatch.GetElapsedTime(started, ledger.LastReceivedByAll).TotalSeconds,
            Latencies.Of(acks),
            Latencies.Of(received.Select(messages => messages.Deliveries)),
            (app.Cpu - hostCpu).TotalMicroseconds / ledger.SentCount,
            (app.ChildrenCpu - workerCpu).TotalMicroseconds / ledger.SentCount);
    }
}

/// <param name="Messages">Messages that were acknowledged and received by all.</param>
/// <param name="SendsPerSecond">Acknowledged sends per second.</param>
/// <param name="ReceivedPerSecond">Messages per second that all listeners received.</param>
/// <param name="Acks">The times from sending to the acknowledgement.</param>
/// <param name="Deliveries">The times from sending to receiving, for each listener.</param>
/// <param name="HostCpuMicroseconds">Processor time of the Functions host for each message.</param>
/// <param name="WorkerCpuMicroseconds">Processor time of the worker for each message.</param>
internal sealed record LiveResult(
    int Messages, double SendsPerSecond, double ReceivedPerSecond, Latencies Acks, Latencies Deliveries, double HostCpuMicroseconds, double WorkerCpuMicroseconds);
