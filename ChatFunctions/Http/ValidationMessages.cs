using FluentValidation.Resources;

namespace ChatFunctions.Http;

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
