using System.Diagnostics;
using System.Net.Sockets;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;

namespace ChatFunctions.Bench.Ratios;

/// <summary>The time from starting the Functions host to the app's first answer.</summary>
internal static class ColdStart
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(2);
    private static readonly byte[] Request = "GET /api/limits HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();

    public static async Task RunAsync(Backend backend, Scale scale, BenchReport report)
    {
        var times = new List<double>();
        for (var i = 0; i < scale.ColdStarts; i++)
        {
            times.Add(await StartAsync(backend));
        }

        report.Ratios.Add(new("start of host and worker to the first answer", Rounds.Median(times), "s", Reach.Most(1), $"{times.Min():0.00} to {times.Max():0.00} s"));
    }

    private static async Task<double> StartAsync(Backend backend)
    {
        var port = FreePort.Find();
        var started = Stopwatch.GetTimestamp();
        await using var app = backend.StartAnotherApp(port);
        while (!await AnswersAsync(port))
        {
            await Task.Delay(PollEvery);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var http = await HttpConnection.OpenAsync(port);
            return await http.ExchangeAsync(Request) == 200;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
