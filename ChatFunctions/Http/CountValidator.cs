using FluentValidation;
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
