using Azure;
using ChatFunctions.Cleanup;
using ChatFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Cleanup;

internal static class CleanupCalls
{
    /// <summary>Runs the timer function on this instance, as if no pass had started today.</summary>
    public static async Task CleanUpAsync(this ChatInstance instance)
    {
        await instance.ForgetSweepAsync();
        await instance.CleanUpAgainAsync();
    }

    /// <summary>Makes the next run start a pass.</summary>
    public static async Task ForgetSweepAsync(this ChatInstance instance)
    {
        foreach (var pass in new[] { "sweep", "attachments" })
        {
            await instance.Services.GetRequiredService<ChatTables>().Directory.DeleteEntityAsync("cleanup", pass, ETag.All);
        }
    }

    public static Task CleanUpAgainAsync(this ChatInstance instance) =>
        ActivatorUtilities.CreateInstance<CleanupFunctions>(instance.Services).CleanUp(new TimerInfo(), CancellationToken.None);
}
