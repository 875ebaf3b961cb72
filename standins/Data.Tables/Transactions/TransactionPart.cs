using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Transactions;

/// <summary>The response to one action, reading its headers from the bytes when asked for one.</summary>
/// <param name="status">Its status.</param>
/// <param name="head">The status line and the headers.</param>
/// <param name="body">Empty but for an error.</param>
internal sealed class TransactionPart(int status, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body) : Response
{
    private Stream? _content = body.IsEmpty ? null : new MemoryStream(body.ToArray(), writable: false);

    public override int Status => status;

    public override bool IsError => status >= 400;

    public override string ReasonPhrase
    {
        get
        {
            string line = Encoding.ASCII.GetString(NextLine(head.Span, out _));
            int code = line.IndexOf(' ', StringComparison.Ordinal) + 1;
            int reason = line.IndexOf(' ', code) + 1;
            return reason > 0 ? line[reason..] : "";
        }
    }

    public override Stream? ContentStream
    {
        get => _content;
        set => _content = value;
    }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose() => _content?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        NextLine(head.Span, out var rest);
        while (!rest.IsEmpty)
        {
            var line = NextLine(rest, out rest);
            int colon = line.IndexOf((byte)':');
            if (colon < 0 || !Ascii.EqualsIgnoreCase(line[..colon], name)) continue;
            value = Encoding.ASCII.GetString(line[(colon + 1)..].Trim((byte)' '));
            return true;
        }

        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out string? value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders()
    {
        foreach (string line in Encoding.ASCII.GetString(head.Span).Split('\n').Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) yield return new HttpHeader(line[..colon], line[(colon + 1)..].Trim());
        }
    }

    private static ReadOnlySpan<byte> NextLine(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        int end = text.IndexOf((byte)'\n');
        rest = end < 0 ? default : text[(end + 1)..];
        return (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
    }
}
