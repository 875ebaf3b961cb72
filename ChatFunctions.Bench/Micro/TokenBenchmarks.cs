using BenchmarkDotNet.Attributes;
using ChatFunctions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Bench.Micro;

/// <summary>The cost of authenticating a request.</summary>
public class TokenBenchmarks : IDisposable
{
    private readonly AccessTokens _tokens = Tokens();
    private string _token = "";

    [GlobalSetup]
    public void SetUp() => _token = _tokens.Create(new Caller("user", "Ada", "session")).Token;

    [GlobalCleanup]
    public void Dispose()
    {
        _tokens.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task<object?> ReadForTheFirstTime()
    {
        using var fresh = Tokens();
        return await fresh.ReadAsync(_token);
    }

    [Benchmark]
    public async Task<object?> ReadAgain() => await _tokens.ReadAsync(_token);

    private static AccessTokens Tokens() => new(Options.Create(new TokenOptions { TokenKey = new string('k', 32) }), TimeProvider.System);
}
