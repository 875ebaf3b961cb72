using System.Text.RegularExpressions;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Guides;

/// <summary>The fenced code of a Markdown file.</summary>
internal static partial class MarkdownCode
{
    /// <summary>All blocks of one language in a file, which is given by its path under the repository's root.</summary>
    public static string Of(string file, string language) =>
        string.Concat(Blocks(file).Where(block => block.Language == language).Select(block => block.Code));

    /// <summary>The documented output: the <c>text</c> blocks right after blocks of the language.</summary>
    public static string[] OutputOf(string file, string language) =>
    [
        .. Blocks(file).Zip(Blocks(file).Skip(1))
            .Where(pair => pair.First.Language == language && pair.Second.Language == "text")
            .SelectMany(pair => pair.Second.Code.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>The block that begins with a text.</summary>
    public static string Block(string file, string start) =>
        Blocks(file).Single(block => block.Code.StartsWith(start, StringComparison.Ordinal)).Code;

    private static IEnumerable<(string Language, string Code)> Blocks(string file) =>
        Fence().Matches(File.ReadAllText(RepositoryRoot.Combine(file))).Select(block => (block.Groups["language"].Value, block.Groups["code"].Value));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
