using FluentValidation;
using FluentValidation.Validators;

namespace ChatFunctions.Http;

/// <summary>Text that has something in it and isn't too long, blanks around it aside. A class, so that tests can compare the limit with the contract.</summary>
internal sealed class TrimmedLengthValidator<T>(int max) : PropertyValidator<T, string?>, ILengthValidator, INotNullValidator
{
    public override string Name => "TrimmedLengthValidator";

    public int Min => 1;

    public int Max => max;

    public override bool IsValid(ValidationContext<T> context, string? value) => value?.Trim().Length is > 0 and var length && length <= max;

    protected override string GetDefaultMessageTemplate(string errorCode) => $"Use 1-{max} characters.";
}
