using System.Globalization;
using System.Text;
using FluentValidation.Resources;
using FluentValidation.Validators;

namespace ChatFunctions.Hosting;

/// <summary>Requires a list with at least one element.</summary>
/// <param name="what">The plural name of the elements.</param>
internal sealed class CountValidator<T, TItem>(int max, string what) : PropertyValidator<T, IReadOnlyList<TItem>?>, ILengthValidator, INotNullValidator
{
    public override string Name => "CountValidator";

    public int Min => 1;

    public int Max => max;

    public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem>? value) => value?.Count is > 0 and var count && count <= max;

    protected override string GetDefaultMessageTemplate(string errorCode) => $"Use 1-{max} {what}.";
}

/// <summary>Requires a text of limited length. A class, so that tests can compare the limit with the contract.</summary>
internal abstract class TextValidator<T>(int max) : PropertyValidator<T, string?>, ILengthValidator, INotNullValidator
{
    public override string Name => "TextValidator";

    public int Min => 1;

    public int Max => max;

    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        var problem = Problem(value);
        context.MessageFormatter.AppendArgument("Problem", problem);
        return problem is null;
    }

    /// <returns>What is wrong with the text; null: nothing.</returns>
    protected abstract string? Problem(string? value);

    protected override string GetDefaultMessageTemplate(string errorCode) => "{Problem}";
}

/// <summary>A name: one visible line after trimming, without characters that change how the text around it looks.</summary>
internal sealed class NameValidator<T>(int max) : TextValidator<T>(max)
{
    protected override string? Problem(string? value) => (value?.Trim().Length ?? 0) is var length && (length == 0 || length > Max) ? $"Use 1-{Max} characters."
        : !VisibleText.Is(value!) ? "Use at least one visible character."
        : value!.EnumerateRunes().Any(VisibleText.IsForbiddenInNames) ? "Control characters and formatting characters aren't allowed."
        : null;
}

/// <summary>A message's text: visible, with a limited number of bytes after trimming. No text has more characters than bytes.</summary>
internal sealed class MessageTextValidator<T>(int maxBytes) : TextValidator<T>(maxBytes)
{
    protected override string? Problem(string? value) => value is null || Encoding.UTF8.GetByteCount(VisibleText.Trim(value)) is var bytes && (bytes == 0 || bytes > Max) ? $"Use 1-{Max} bytes of UTF-8."
        : !VisibleText.Is(value) ? "Use at least one visible character."
        : Array.FindIndex(value.ToCharArray(), c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) is >= 0 and var at
            ? string.Create(CultureInfo.InvariantCulture, $"Character {at + 1} (U+{(int)value[at]:X4}) is a control character. Only line breaks and tabs are allowed.")
        : null;
}

/// <summary>The visible part of a text.</summary>
internal static class VisibleText
{
    /// <summary>Whether a text has a visible character.</summary>
    public static bool Is(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,

        // Fillers, variation selectors and the blank Braille pattern.
        _ => rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)),
    });

    /// <summary>Joiners and tags are parts of emoji and of words in some scripts; other format characters can reverse the surrounding text.</summary>
    public static bool IsForbiddenInNames(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F)),
        _ => false,
    };

    /// <summary>Removes blank lines at the start and blanks at the end. Blanks at the start of the first line stay, as in code.</summary>
    public static string Trim(string text)
    {
        var trimmed = text.TrimEnd();
        var start = trimmed.Length - trimmed.AsSpan().TrimStart().Length;
        return trimmed[(trimmed.AsSpan(0, start).LastIndexOfAny('\n', '\r') + 1)..];
    }
}

/// <summary>The default messages of validators. They don't repeat the field's name, because errors are listed by field.</summary>
internal sealed class ValidationMessages : LanguageManager
{
    public ValidationMessages()
    {
        // Use English regardless of the server's culture.
        Enabled = false;
        AddTranslation("en", "NotEmptyValidator", "This field is required.");
        AddTranslation("en", "NotNullValidator", "This field is required.");
        AddTranslation("en", "LengthValidator", "Use {MinLength}-{MaxLength} characters.");
        AddTranslation("en", "MaximumLengthValidator", "Use at most {MaxLength} characters.");
        AddTranslation("en", "GreaterThanValidator", "Use a number greater than {ComparisonValue}.");
        AddTranslation("en", "InclusiveBetweenValidator", "Use a number from {From} to {To}.");
    }
}

internal static class IdRules
{
    /// <summary>An id that a client chooses.</summary>
    public static IRuleBuilderOptions<T, string?> ClientMessageId<T>(this IRuleBuilder<T, string?> rule, int least = 1) => rule
        .Length(least, Limits.ClientMessageIdLength)
        .Matches("^[A-Za-z0-9._:-]*$(?!\\n)").WithMessage("Use only letters, digits, or . _ : -");
}
