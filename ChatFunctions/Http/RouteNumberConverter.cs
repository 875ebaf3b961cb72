using System.Globalization;
using Microsoft.Azure.Functions.Worker.Converters;

namespace ChatFunctions.Http;

/// <summary>
/// Reads numbers in routes. The worker's own converter throws on <c>01</c>, <c>+2</c> or a number out of range; here each of them is
/// <see cref="None"/>, so that the function answers as it does for anything else that doesn't exist.
/// </summary>
internal sealed class RouteNumberConverter : IInputConverter
{
    /// <summary>Numbers in routes start at 1, so nothing has this one.</summary>
    public const long None = 0;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(
        context.TargetType == typeof(long) && context.Source is string text ? ConversionResult.Success(Parse(text)) : ConversionResult.Unhandled());

    private static long Parse(string text) =>
        !text.StartsWith('0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : None;
}
