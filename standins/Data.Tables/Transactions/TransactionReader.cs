using System.Buffers.Text;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// Cuts the answer to a transaction into one response an action, over the bytes: nothing is decoded before it is asked for.
/// A transaction that was refused has a single part, with the error.
/// </summary>
internal static class TransactionReader
{
    /// <exception cref="TableTransactionFailedException">The service refused the transaction.</exception>
    /// <exception cref="RequestFailedException">The answer is not one to so many actions.</exception>
    public static IReadOnlyList<Response> Read(Response response, int actions)
    {
        var content = response.Content.ToMemory();
        byte[] delimiter = DelimiterOf(content.Span);
        var parts = new List<Response>(actions);
        int position = delimiter.Length > 2 ? content.Span.IndexOf(delimiter) : -1;
        while (position >= 0 && !content.Span[(position + delimiter.Length)..].StartsWith("--"u8))
        {
            position += delimiter.Length;
            int length = content.Span[position..].IndexOf(delimiter);
            if (length < 0) break;
            if (Part(content.Slice(position, length)) is { } part) parts.Add(part);
            position += length;
        }

        if (parts.Find(part => part.Status >= 400) is { } failed)
            throw new TableTransactionFailedException(new RequestFailedException(failed, innerException: null, ServiceErrorParser.Instance));
        return parts.Count == actions
            ? parts
            : throw new RequestFailedException($"The transaction of {actions} actions was answered with {parts.Count} whole parts; whether it took effect is unknown.");
    }

    /// <summary>The line before each part: of the changeset, which the first part of the whole announces, or of the whole where it has none.</summary>
    private static byte[] DelimiterOf(ReadOnlySpan<byte> content)
    {
        var (head, _) = SplitAtBlankLine(content);
        int boundary = head.IndexOf("boundary="u8);
        if (boundary >= 0) return [.. "--"u8, .. Line(head[(boundary + "boundary="u8.Length)..]).Trim((byte)'"')];
        return Line(content.TrimStart("\r\n"u8)).ToArray();
    }

    /// <summary>A part: headers of its own, a blank line, and a response of HTTP. Null where it is something else.</summary>
    private static TransactionPart? Part(ReadOnlyMemory<byte> part)
    {
        var (_, http) = SplitAtBlankLine(part.Span.TrimStart("\r\n"u8));
        var (head, body) = SplitAtBlankLine(http);
        var statusLine = Line(head);
        int space = statusLine.IndexOf((byte)' ');
        return space >= 0 && Utf8Parser.TryParse(statusLine[(space + 1)..], out int status, out _)
            ? new TransactionPart(status, Slice(part, head), Slice(part, body.TrimEnd("\r\n"u8)))
            : null;
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> memory, ReadOnlySpan<byte> inside)
    {
        if (inside.IsEmpty) return default;
        memory.Span.Overlaps(inside, out int offset);
        return memory.Slice(offset, inside.Length);
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny("\r\n"u8);
        return end < 0 ? text : text[..end];
    }

    private static Halves SplitAtBlankLine(ReadOnlySpan<byte> text)
    {
        int crlf = text.IndexOf("\r\n\r\n"u8);
        if (crlf >= 0) return new Halves(text[..crlf], text[(crlf + 4)..]);
        int lf = text.IndexOf("\n\n"u8);
        return lf >= 0 ? new Halves(text[..lf], text[(lf + 2)..]) : new Halves(text, default);
    }

    private readonly ref struct Halves(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        private readonly ReadOnlySpan<byte> _head = head;
        private readonly ReadOnlySpan<byte> _tail = tail;

        public void Deconstruct(out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> tail)
        {
            head = _head;
            tail = _tail;
        }
    }
}
