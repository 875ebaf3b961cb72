namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>
/// Cuts Bicep into tokens. Every sign is a token of its own (<c>=></c> is two), numbers are not looked into, and a text in three
/// quotes has no interpolation, as in Bicep.
/// </summary>
internal sealed class BicepTokenizer
{
    private readonly string _text;
    private int _at;
    private int _line;

    private BicepTokenizer(string text, int line)
    {
        _text = text;
        _line = line;
    }

    public static IReadOnlyList<BicepToken> Read(string text, int line = 1)
    {
        var tokenizer = new BicepTokenizer(text, line);
        var tokens = new List<BicepToken>();
        while (tokenizer.Next() is { } token)
            tokens.Add(token);
        return tokens;
    }

    private BicepToken? Next()
    {
        SkipBlanksAndComments();
        if (_at == _text.Length)
            return null;
        if (Starts("'''"))
            return ReadBlock();
        return _text[_at] switch
        {
            '\n' => NewLine(),
            '\'' => ReadText(),
            >= '0' and <= '9' => ReadWhile(BicepTokenKind.Number, char.IsAsciiDigit),
            var sign when IsInName(sign) => ReadWhile(BicepTokenKind.Name, IsInName),
            _ => Sign(),
        };
    }

    private void SkipBlanksAndComments()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\t' or '\r')
                _at++;
            else if (Starts("//"))
                MoveTo(_text.IndexOf('\n', _at) is var end and >= 0 ? end : _text.Length);
            else if (Starts("/*"))
                MoveTo(End("*/", _at + 2) + 2);
            else
                return;
        }
    }

    private BicepToken NewLine()
    {
        var token = Token(BicepTokenKind.NewLine, "\n");
        MoveTo(_at + 1);
        return token;
    }

    private BicepToken Sign() => Token(BicepTokenKind.Sign, _text[_at++].ToString());

    private BicepToken ReadWhile(BicepTokenKind kind, Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _text.Length && belongs(_text[_at]))
            _at++;
        return Token(kind, _text[start.._at]);
    }

    private BicepToken ReadBlock()
    {
        var start = _at + 3;
        var end = End("'''", start);
        var token = Token(BicepTokenKind.Text, _text[start..end]);
        MoveTo(end + 3);
        return token;
    }

    private BicepToken ReadText()
    {
        var start = ++_at;
        var inner = new List<BicepToken>();
        for (; Current() != '\''; _at++)
        {
            if (Current() == '\\')
                _at++;
            else if (Starts("${"))
                inner.AddRange(ReadInterpolation());
        }

        return new BicepToken(BicepTokenKind.Text, _text[start.._at++], _line, inner);
    }

    /// <summary>Leaves off at the brace that ends it. Texts inside may hold braces of their own.</summary>
    private IReadOnlyList<BicepToken> ReadInterpolation()
    {
        var start = _at += 2;
        for (var depth = 0; depth > 0 || Current() != '}'; _at++)
        {
            depth += Current() switch { '{' => 1, '}' => -1, _ => 0 };
            if (Current() == '\'')
            {
                ReadText();
                _at--;
            }
        }

        return Read(_text[start.._at], _line);
    }

    private static bool IsInName(char sign) => sign == '_' || char.IsAsciiLetterOrDigit(sign);

    private char Current() => _at < _text.Length && _text[_at] != '\n' ? _text[_at] : throw Unended("text");

    private int End(string mark, int from) =>
        _text.IndexOf(mark, from, StringComparison.Ordinal) is var end and >= 0 ? end : throw Unended(mark);

    private FormatException Unended(string what) => new($"Line {_line}: {what} has no end.");

    private bool Starts(string mark) => string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    private void MoveTo(int target)
    {
        _line += _text.AsSpan(_at, target - _at).Count('\n');
        _at = target;
    }

    private BicepToken Token(BicepTokenKind kind, string text) => new(kind, text, _line, []);
}
