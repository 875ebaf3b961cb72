using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace ChatFunctions.Tests.Faults;

/// <summary>An answer with a status only, like that of a load balancer.</summary>
internal sealed class FaultResponse(int status, string clientRequestId) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => "Fault";

    public override Stream? ContentStream { get; set; } = new MemoryStream();

    public override string ClientRequestId { get; set; } = clientRequestId;

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => false;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}
