using System.Diagnostics;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

public sealed class ChatScriptTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("chat");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task A_start_keeps_the_log_of_the_previous_one()
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"source ./chat help; state='{_state.FullName}'; for run in 1 2 3; do start app echo $run; wait; done"])
        {
            WorkingDirectory = RepositoryRoot.Combine(),
            RedirectStandardOutput = true,
        })!;
        await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        Assert.Equal(("3\n", "2\n"), (await LogAsync("app.log"), await LogAsync("app.previous.log")));

        Task<string> LogAsync(string name) => File.ReadAllTextAsync(Path.Combine(_state.FullName, name));
    }
}
