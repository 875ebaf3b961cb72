using System.Text;
using FluentValidation;
using FluentValidation.Validators;

namespace ChatFunctions.Http;

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
