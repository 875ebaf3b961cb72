using System.Text.Json;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Prompting;
using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>
/// Where results go: to standard output, as JSON or made for people; remarks and errors go to standard error. What is written
/// at the same time doesn't mix, and an open prompt stays below it all.
/// </summary>
internal sealed class Screen
{
    /// <summary>Nothing is broken into lines here: a terminal does that itself, and leaves them whole when they are copied.</summary>
    private const int Unbounded = 1_000_000;

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly IAnsiConsole _console;
    private readonly int? _width;
    private PromptLine? _prompt;

    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="json">Results are JSON.</param>
    /// <param name="colours">The output is a terminal that wants colours.</param>
    /// <param name="width">Columns of that terminal; null: it is none.</param>
    public Screen(TextWriter output, TextWriter errors, bool json, bool colours, int? width)
    {
        (_output, _errors, Json, _width) = (output, errors, json, width);
        _console = Console(output, colours);
    }

    /// <summary>Results are JSON, one document a line.</summary>
    public bool Json { get; }

    /// <summary>Shows a result.</summary>
    public void Show<T>(Received<T> result, Action<T> forPeople)
    {
        if (Json)
        {
            Show(result.Json);
        }
        else
        {
            forPeople(result.Value);
        }
    }

    public void Show(JsonElement json) => Write(() => _output.WriteLine(WireJson.Line(json)));

    /// <summary>Shows several results: one a line as JSON, all together to people.</summary>
    public void ShowAll<T>(IReadOnlyCollection<Received<T>> results, Action<IReadOnlyCollection<T>> forPeople)
    {
        if (Json)
        {
            foreach (var result in results)
            {
                Show(result.Json);
            }
        }
        else
        {
            forPeople([.. results.Select(result => result.Value)]);
        }
    }

    /// <summary>A line for people, of pieces each in its own style. Their text must be safe.</summary>
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

    /// <summary>A sentence for people that is no result, such as what has been done; nothing as JSON.</summary>
    public void Done(string sentence)
    {
        if (!Json)
        {
            Line(new Piece(SafeText.Line(sentence)));
        }
    }

    /// <summary>One line on standard error.</summary>
    public void Remark(string text) => Write(() => _errors.WriteLine(SafeText.Line(text)));

    public void Error(string message) => Remark($"chat-cli: {message}");

    /// <summary>Keeps a prompt below everything that is written from now on; null: no more.</summary>
    public void Keep(PromptLine? prompt)
    {
        lock (_lock)
        {
            _prompt?.Erase();
            _prompt = prompt;
            _prompt?.Draw();
        }
    }

    /// <summary>Lets the prompt change, and draws it as it is then.</summary>
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
