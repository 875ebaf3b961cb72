using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Tests;

/// <summary>
/// The app on the official worker, in this process, so that a test can replace and inspect its services. The worker expects to be
/// alone in its process, so the values that it reads from the process are set for each instance here.
/// </summary>
internal sealed class InProcessWorker(IHost host)
{
    public IServiceProvider Services => host.Services;

    public static async Task<InProcessWorker> StartAsync(ProcessStartInfo start, FunctionsApplicationBuilder app)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        app.Configuration.AddCommandLine([.. start.ArgumentList.Skip(1)], new Dictionary<string, string>
        {
            ["--functions-uri"] = "Functions:Worker:HostEndpoint",
            ["--functions-worker-id"] = "Functions:Worker:WorkerId",
            ["--functions-request-id"] = "Functions:Worker:RequestId",
            ["--functions-grpc-max-message-length"] = "Functions:Worker:GrpcMaxMessageLength",
        });
        app.Services
            .PostConfigure<WorkerOptions>(options => options.Capabilities["HttpUri"] = address.ToString())
            .PostConfigure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, address.Port))
            // The worker would look for it in the process's entry assembly.
            .AddSingleton<IFunctionMetadataProvider, GeneratedFunctionMetadataProvider>();
        var built = app.Build();
        await built.StartAsync();
        return new InProcessWorker(built);
    }

    /// <summary>Runs it until its host tells it to end, or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken kill)
    {
        await host.WaitForShutdownAsync(kill);
        host.Dispose();
    }

    // The worker's routing reads host.json from the folder that the environment names.
    [ModuleInitializer]
    internal static void SetApplicationDirectory() => Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", AppContext.BaseDirectory);
}
