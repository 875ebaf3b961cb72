using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Formats JSON on one line, safe to show.</summary>
internal static class SafeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = TerminalEncoder() };

    public static string Line(JsonElement json)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    /// <summary>Escapes characters that control a terminal, and keeps the letters of all scripts.</summary>
    private static JavaScriptEncoder TerminalEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters([.. Enumerable.Range(char.MinValue, char.MaxValue).Select(value => (char)value).Where(SafeText.IsUnsafe)]);
        return JavaScriptEncoder.Create(settings);
    }
}
