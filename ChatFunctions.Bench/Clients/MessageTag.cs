using System.Buffers.Text;

namespace ChatFunctions.Bench.Clients;

/// <summary>The start of a message's text, which identifies it: digits of fixed width, <c>rr-sss-nnnnnn</c>.</summary>
/// <param name="Run">The number of the run.</param>
/// <param name="Sender">The number of the sender in the run.</param>
/// <param name="Number">The number of the message among the sender's, from 0.</param>
internal readonly record struct MessageTag(int Run, int Sender, int Number)
{
    public const string Placeholder = "rr-sss-nnnnnn";

    public static MessageTag? Read(ReadOnlySpan<byte> text) =>
        text.Length >= Placeholder.Length
        && Utf8Parser.TryParse(text[..2], out int run, out var digits) && digits == 2
        && Utf8Parser.TryParse(text[3..6], out int sender, out digits) && digits == 3
        && Utf8Parser.TryParse(text[7..13], out int number, out digits) && digits == 6
            ? new MessageTag(run, sender, number)
            : null;

    public void Write(Span<byte> text)
    {
        Write(text[..2], Run);
        Write(text[3..6], Sender);
        Write(text[7..13], Number);
    }

    private static void Write(Span<byte> digits, int value)
    {
        for (var i = digits.Length - 1; i >= 0; i--, value /= 10)
        {
            digits[i] = (byte)('0' + (value % 10));
        }
    }
}
