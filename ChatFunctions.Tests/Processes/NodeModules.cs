using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Tests.Processes;

/// <summary>The npm packages of package-lock.json, installed when they are first needed so that <c>dotnet test</c> works by itself.</summary>
internal static class NodeModules
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(15);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>npm writes this file last, so if it exists, the installation is complete.</summary>
    private static string Marker => RepositoryRoot.Combine("node_modules", ".package-lock.json");

    public static Task EnsureAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        if (File.Exists(Marker)) return;
        using var timeout = new CancellationTokenSource(InstallTimeout);
        await using var ownership = await LockAsync(timeout.Token);
        if (File.Exists(Marker)) return;

        using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = npm.StandardError.ReadToEndAsync(timeout.Token);
        await npm.WaitForExitAsync(timeout.Token);
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci failed:\n{await output}\n{await errors}");
    }

    /// <summary>Several test hosts may start concurrently in one checkout; one installs and the others wait.</summary>
    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string checkout = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(RepositoryRoot.Path)), 0, 8);
        string path = Path.Combine(Path.GetTempPath(), $"chatfunctions-npm-{checkout}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
