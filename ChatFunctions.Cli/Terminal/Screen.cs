using System.Text.Json;
using ChatFunctions.Cli.Prompting;
using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>
/// Writes results to standard output, as JSON or for people, and remarks and errors to standard error. Concurrent output doesn't mix, and an open
/// prompt stays at the bottom.
/// </summary>
internal sealed class Screen
{
    /// <summary>Lines aren't wrapped, because the terminal wraps them and copies them as one line.</summary>
    private const int Unbounded = 1_000_000;

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly IAnsiConsole _console;
    private readonly int? _width;
    private PromptLine? _prompt;

    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="json">Whether results are JSON.</param>
    /// <param name="colours">Whether to use colours.</param>
    /// <param name="width">The terminal's columns; null: no terminal.</param>
    public Screen(TextWriter output, TextWriter errors, bool json, bool colours, int? width)
    {
        (_output, _errors, Json, _width) = (output, errors, json, width);
        _console = Console(output, colours);
    }

    /// <summary>Whether results are JSON, one document a line.</summary>
    public bool Json { get; }

    /// <summary>Shows a result.</summary>
    public void Show<T>(T result, Action<T> forPeople)
        where T : ApiObject
    {
        if (Json)
        {
            Show(result.RawJson);
        }
        else
        {
            forPeople(result);
        }
    }

    public void Show(JsonElement json) => Write(() => _output.WriteLine(SafeJson.Line(json)));

    /// <summary>Shows several results, as JSON one a line.</summary>
    public void ShowAll<T>(IReadOnlyCollection<T> results, Action<IReadOnlyCollection<T>> forPeople)
        where T : ApiObject
    {
        if (Json)
        {
            foreach (var result in results)
            {
                Show(result.RawJson);
            }
        }
        else
        {
            forPeople(results);
        }
    }

    /// <summary>Writes a line of styled pieces, whose text must be safe.</summary>
    public void Line(params IEnumerable<Piece> pieces)
    {
        var line = new Paragraph();
        foreach (var piece in pieces)
        {
            line.Append(piece.Text, piece.Style);
        }

        Write(() =>
        {
            _console.Write(line);
            _output.WriteLine();
        });
    }

    public void Table(ListTable table) => Write(() => _console.Write(table.Render(_width)));

    /// <summary>Writes a confirmation; nothing if results are JSON.</summary>
    public void Done(string sentence)
    {
        if (!Json)
        {
            Line(new Piece(SafeText.Line(sentence)));
        }
    }

    /// <summary>Writes a line to standard error.</summary>
    public void Remark(string text) => Write(() => _errors.WriteLine(SafeText.Line(text)));

    public void Error(string message) => Remark($"chat-cli: {message}");

    /// <summary>Keeps a prompt below all output; null: no prompt.</summary>
    public void Keep(PromptLine? prompt)
    {
        lock (_lock)
        {
            _prompt?.Erase();
            _prompt = prompt;
            _prompt?.Draw();
        }
    }

    /// <summary>Changes the prompt and redraws it.</summary>
    public void Redraw(Action change)
    {
        lock (_lock)
        {
            change();
            _prompt?.Draw();
        }
    }

    private void Write(Action write)
    {
        lock (_lock)
        {
            _prompt?.Erase();
            write();
            _prompt?.Draw();
        }
    }

    private static IAnsiConsole Console(TextWriter output, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = Unbounded;
        return console;
    }
}
