using System.Globalization;
using Spectre.Console;

namespace ChatFunctions.Cli.Prompting;

/// <summary>An editable line, by user-perceived characters (grapheme clusters).</summary>
internal sealed class LineEditor
{
    private List<string> _characters = [];
    private int _cursor;

    public string Text => string.Concat(_characters);

    public bool IsEmpty => _characters.Count == 0;

    public void Clear()
    {
        _characters.Clear();
        _cursor = 0;
    }

    /// <summary>Handles a key as shells do; ignores others.</summary>
    public void Press(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.Backspace } or { Key: ConsoleKey.H, Modifiers: ConsoleModifiers.Control }:
                Remove(_cursor - 1);
                break;
            case { Key: ConsoleKey.Delete }:
                Remove(_cursor);
                break;
            case { Key: ConsoleKey.LeftArrow }:
                _cursor = Math.Max(0, _cursor - 1);
                break;
            case { Key: ConsoleKey.RightArrow }:
                _cursor = Math.Min(_characters.Count, _cursor + 1);
                break;
            case { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control }:
                _cursor = 0;
                break;
            case { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control }:
                _cursor = _characters.Count;
                break;
            case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                _characters.RemoveRange(0, _cursor);
                _cursor = 0;
                break;
            case { Key: ConsoleKey.W, Modifiers: ConsoleModifiers.Control }:
                RemoveWord();
                break;
            default:
                Insert(key.KeyChar);
                break;
        }
    }

    /// <summary>The part of the line around the cursor that fits, and the cursor's column in it.</summary>
    /// <param name="width">The available columns.</param>
    public (string Text, int Column) View(int width)
    {
        var start = _cursor;
        var column = 0;
        while (start > 0 && column + Width(start - 1) < width)
        {
            column += Width(--start);
        }

        var end = start;
        var used = 0;
        while (end < _characters.Count && used + Width(end) < width)
        {
            used += Width(end++);
        }

        return (string.Concat(_characters.GetRange(start, end - start)), column);
    }

    private int Width(int index) => _characters[index].GetCellWidth();

    private void Insert(char typed)
    {
        if (char.IsControl(typed))
        {
            return;
        }

        var before = string.Concat(_characters.Take(_cursor)) + typed;
        Set(before + string.Concat(_characters.Skip(_cursor)), before.Length);
    }

    /// <summary>Splits the line into characters again, because new text can combine with adjacent characters.</summary>
    /// <param name="text">The whole line.</param>
    /// <param name="offset">The cursor's offset in UTF-16 units; within a character means after it.</param>
    private void Set(string text, int offset)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        _characters = [.. starts.Select((start, index) => text[start..(index + 1 < starts.Length ? starts[index + 1] : text.Length)])];
        _cursor = starts.Count(start => start < offset);
    }

    private void Remove(int index)
    {
        if (index >= 0 && index < _characters.Count)
        {
            _characters.RemoveAt(index);
            _cursor = Math.Min(index, _cursor);
        }
    }

    private void RemoveWord()
    {
        while (_cursor > 0 && _characters[_cursor - 1] == " ")
        {
            Remove(_cursor - 1);
        }

        while (_cursor > 0 && _characters[_cursor - 1] != " ")
        {
            Remove(_cursor - 1);
        }
    }
}
