using System.Diagnostics;
using ChatFunctions.Tests.Processes;

namespace Emulators.Tests.SignalR;

/// <summary>Tests of the executable.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var service in _started)
        {
            if (!service.HasExited) service.Kill();
            service.Dispose();
        }
    }

    [Fact]
    public async Task The_executable_prints_its_connection_string_and_stops_on_SIGTERM_with_a_connected_client()
    {
        int port = FreePort.Find();
        var service = Start(RepositoryRoot.Path, $"--urls=http://127.0.0.1:{port}", "--UpstreamSettings:Templates=");
        Assert.Equal(
            $"Endpoint=http://127.0.0.1;Port={port};AccessKey={TestToken.EmulatorKey};Version=1.0;",
            await service.StandardOutput.ReadLineAsync(Timeout()));
        var url = new Uri($"http://127.0.0.1:{port}");
        string token = TestToken.ForClient(url, SignalRServer.Hub, DateTimeOffset.UtcNow.AddHours(1));
        await using var client = await DotNetClient.ConnectAsync(new ClientOptions(new Uri(url, "/client/?hub=chat"), token));

        using (var kill = Process.Start("kill", ["-TERM", $"{service.Id}"]))
            await kill.WaitForExitAsync(Timeout());

        Assert.Equal(("", 0), await EndAsync(service));
    }

    [Fact]
    public async Task A_port_in_use_is_reported_in_one_line()
    {
        await using var server = await SignalRServer.StartAsync();

        var service = Start(RepositoryRoot.Path, $"--urls={server.Url}");

        (string error, int code) = await EndAsync(service);
        Assert.Equal(1, code);
        Assert.Contains($"{server.Url.Port}", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_come_from_a_file_and_arguments_override_them()
    {
        var folder = Directory.CreateTempSubdirectory("chatfunctions-signalr-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "settings.json"), """{"AccessKey":"a key of enough characters","UpstreamSettings":{"Templates":[{"UrlTemplate":"nowhere"}]}}""");

        var refused = Start(folder.FullName);
        (string error, int code) = await EndAsync(refused);
        Assert.Equal(2, code);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);

        var service = Start(folder.FullName, "--urls=http://127.0.0.1:0", "--UpstreamSettings:Templates:0:UrlTemplate=http://127.0.0.1:1/");
        Assert.Contains("AccessKey=a key of enough characters;", await service.StandardOutput.ReadLineAsync(Timeout()), StringComparison.Ordinal);
        service.Kill();
        await EndAsync(service);
        folder.Delete(recursive: true);
    }

    private static async Task<(string Error, int Code)> EndAsync(Process service)
    {
        string error = await service.StandardError.ReadToEndAsync(Timeout());
        await service.WaitForExitAsync(Timeout());
        return (error, service.ExitCode);
    }

    private Process Start(string folder, params string[] arguments)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, "Emulators.SignalR.Service.dll");
        var service = Process.Start(new ProcessStartInfo("dotnet", [executable, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _started.Add(service);
        return service;
    }

    private static CancellationToken Timeout() => new CancellationTokenSource(TimeLimit).Token;
}
