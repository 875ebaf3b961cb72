using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ChatFunctions.Bench.Servers;

namespace ChatFunctions.Bench.Micro;

/// <summary>Measures the parts of a send, without storage and network.</summary>
internal static class MicroSuite
{
    /// <param name="args">Options of BenchmarkDotNet, such as <c>--filter *Decision*</c>; none: all benchmarks.</param>
    public static void Run(string[] args)
    {
        var config = DefaultConfig.Instance
            .WithArtifactsPath(Repository.Combine("artifacts", "bench", "micro"))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .HideColumns(Column.Error, Column.RatioSD)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(MicroSuite).Assembly).Run(args is [] ? ["--filter", "*"] : args, config);
    }
}
