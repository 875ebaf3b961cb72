using System.Text;
using FluentValidation;
using FluentValidation.Resources;
using FluentValidation.Validators;

namespace ChatFunctions.Http;

/// <summary>A list that is there and has one element at least, and not too many.</summary>
/// <param name="max">Elements at most.</param>
/// <param name="what">What they are, in the plural.</param>
internal sealed class CountValidator<T, TItem>(int max, string what) : PropertyValidator<T, IReadOnlyList<TItem>?>, ILengthValidator, INotNullValidator
{
    public override string Name => "CountValidator";

    public int Min => 1;

    public int Max => max;

    public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem>? value) => value?.Count is > 0 and var count && count <= max;

    protected override string GetDefaultMessageTemplate(string errorCode) => $"Use 1-{max} {what}.";
}

/// <summary>Text that has something in it and isn't too long, blanks around it aside. A class, so that tests can compare the limit with the contract.</summary>
internal sealed class TrimmedLengthValidator<T>(int max) : PropertyValidator<T, string?>, ILengthValidator, INotNullValidator
{
    public override string Name => "TrimmedLengthValidator";

    public int Min => 1;

    public int Max => max;

    public override bool IsValid(ValidationContext<T> context, string? value) => value?.Trim().Length is > 0 and var length && length <= max;

    protected override string GetDefaultMessageTemplate(string errorCode) => $"Use 1-{max} characters.";
}

/// <summary>Text that has something in it and not too many bytes, blanks around it aside. No text has more characters than bytes.</summary>
internal sealed class Utf8LengthValidator<T>(int maxBytes) : PropertyValidator<T, string?>, ILengthValidator, INotNullValidator
{
    public override string Name => "Utf8LengthValidator";

    public int Min => 1;

    public int Max => maxBytes;

    public override bool IsValid(ValidationContext<T> context, string? value) =>
        value is not null && Encoding.UTF8.GetByteCount(value.AsSpan().Trim()) is > 0 and var bytes && bytes <= maxBytes;

    protected override string GetDefaultMessageTemplate(string errorCode) => $"Use 1-{maxBytes} bytes of UTF-8.";
}

/// <summary>What validators say unless a rule has a message of its own. Without the field's name, since errors are listed by field.</summary>
internal sealed class ValidationMessages : LanguageManager
{
    public ValidationMessages()
    {
        // In English whatever the server's culture is.
        Enabled = false;
        AddTranslation("en", "NotEmptyValidator", "This field is required.");
        AddTranslation("en", "NotNullValidator", "This field is required.");
        AddTranslation("en", "LengthValidator", "Use {MinLength}-{MaxLength} characters.");
        AddTranslation("en", "MaximumLengthValidator", "Use at most {MaxLength} characters.");
        AddTranslation("en", "GreaterThanValidator", "Use a number greater than {ComparisonValue}.");
        AddTranslation("en", "InclusiveBetweenValidator", "Use a number from {From} to {To}.");
    }
}
