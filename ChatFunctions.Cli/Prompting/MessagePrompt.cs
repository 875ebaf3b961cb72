using System.Runtime.CompilerServices;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Prompting;

/// <summary>Reads messages from the terminal or a pipe, one a line.</summary>
internal sealed class MessagePrompt(Screen screen)
{
    private const char EndOfTransmission = '\x04';

    /// <param name="label">The label before the text in a terminal.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public IAsyncEnumerable<string> LinesAsync(string label, CancellationToken cancellationToken) =>
        Input.IsTerminal && !Console.IsErrorRedirected ? TypedAsync(label, cancellationToken) : PipedAsync(cancellationToken);

    private static async IAsyncEnumerable<string> PipedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await Input.LineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line;
            }
        }
    }

    private async IAsyncEnumerable<string> TypedAsync(string label, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = new PromptLine(Console.Error, $"{SafeText.Line(label)}> ", () => Console.WindowWidth);
        screen.Keep(prompt);
        try
        {
            while (true)
            {
                var key = await Input.Keys.ReadAsync(cancellationToken);
                if (key.Key == ConsoleKey.Enter)
                {
                    var line = prompt.Editor.Text;
                    screen.Redraw(prompt.Editor.Clear);
                    if (!string.IsNullOrWhiteSpace(line))
                    {
                        yield return line;
                    }
                }
                else if (IsEnd(key) && prompt.Editor.IsEmpty)
                {
                    yield break;
                }
                else
                {
                    screen.Redraw(() => prompt.Editor.Press(key));
                }
            }
        }
        finally
        {
            screen.Keep(null);
        }
    }

    /// <summary>Ctrl-D.</summary>
    private static bool IsEnd(ConsoleKeyInfo key) =>
        key.KeyChar == EndOfTransmission || key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control };
}
