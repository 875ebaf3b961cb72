using System.Text;

namespace ChatFunctions.Tests.Cli.Prompting;

/// <summary>Emulates a terminal for the parts of ECMA-48 that the prompt uses: CR, LF, EL, CHA.</summary>
internal sealed class TerminalRows : StringWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private string _sequence = "";
    private int _column;

    public string[] Shown => [.. _rows.Select(row => row.ToString().TrimEnd())];

    public int Column => _column;

    public override void Write(char value)
    {
        if (_sequence.Length > 0 || value == '\e')
        {
            _sequence += value;
            if (char.IsAsciiLetter(value))
            {
                Apply(_sequence);
                _sequence = "";
            }
        }
        else if (value == '\r')
        {
            _column = 0;
        }
        else if (value == '\n')
        {
            _rows.Add(new StringBuilder());
            _column = 0;
        }
        else
        {
            _rows[^1].Length = Math.Max(_rows[^1].Length, _column + 1);
            _rows[^1][_column++] = value;
        }
    }

    public override void Write(string? value)
    {
        foreach (var c in value ?? "")
        {
            Write(c);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    private void Apply(string sequence)
    {
        if (sequence == "\e[K")
        {
            _rows[^1].Length = _column;
        }
        else
        {
            Assert.EndsWith("G", sequence, StringComparison.Ordinal);
            _column = int.Parse(sequence.AsSpan(2, sequence.Length - 3), System.Globalization.CultureInfo.InvariantCulture) - 1;
            _rows[^1].Length = Math.Max(_rows[^1].Length, _column);
        }
    }
}
