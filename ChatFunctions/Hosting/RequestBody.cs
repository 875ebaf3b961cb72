using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatFunctions.Hosting;

/// <summary>Reads and validates JSON bodies.</summary>
internal static class RequestBody
{
    static RequestBody() => ValidatorOptions.Global.LanguageManager = new ValidationMessages();

    /// <summary>Reads and validates a body.</summary>
    /// <inheritdoc cref="ReadAsync{T}"/>
    public static async Task<Outcome<T>> ReadAsync<T, TValidator>(this HttpRequest request, CancellationToken cancellationToken, T? whenAbsent = null)
        where T : class
        where TValidator : IValidator<T>, new()
    {
        var parsed = await request.ReadAsync(cancellationToken, whenAbsent);
        if (parsed.Refusal is not null)
        {
            return parsed;
        }

        var result = Shared<TValidator>.Validator.Validate(parsed.Value);
        return result.IsValid
            ? parsed
            : Refusal.Invalid(result.Errors
                .GroupBy(error => FieldName(error.PropertyName), error => error.ErrorMessage)
                .Select(field => KeyValuePair.Create(field.Key, field.Distinct().ToArray())));
    }

    /// <summary>Reads a body that needs no validation.</summary>
    /// <param name="whenAbsent">The value of an absent body; null: a body is required.</param>
    /// <returns>The body; or 413 over <see cref="Limits.BodyBytes"/>, 400 <c>bad_request</c>, 400 <c>invalid_json</c>, 400 <c>validation_failed</c>.</returns>
    public static async Task<Outcome<T>> ReadAsync<T>(this HttpRequest request, CancellationToken cancellationToken, T? whenAbsent = null)
        where T : class
    {
        if (request.ContentLength > Limits.BodyBytes)
        {
            return Refusal.BodyTooLarge;
        }

        try
        {
            var read = await request.BodyReader.ReadAtLeastAsync(Limits.BodyBytes + 1, cancellationToken);
            var parsed = read.Buffer.Length > Limits.BodyBytes ? Refusal.BodyTooLarge
                : read.Buffer.IsEmpty && whenAbsent is not null ? whenAbsent
                : Deserialize<T>(read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return parsed;
        }
        catch (BadHttpRequestException e)
        {
            return Refusal.BadRequest with { Status = e.StatusCode };
        }
        catch (IOException)
        {
            // The client closed the connection before the end of the body.
            return Refusal.BadRequest;
        }
    }

    private static Outcome<T> Deserialize<T>(ReadOnlySequence<byte> body)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(new SequenceReader<byte>(body).IsNext(Encoding.UTF8.Preamble) ? body.Slice(Encoding.UTF8.Preamble.Length) : body);
            var value = JsonSerializer.Deserialize(ref json, ChatJson.TypeInfo<T>());
            return value is null || json.Read() ? Refusal.InvalidJson : value;
        }
        catch (JsonException e) when (e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) && e.InnerException is not JsonException)
        {
            return Refusal.Invalid(path[2..], "This value has the wrong type.");
        }
        catch (JsonException)
        {
            return Refusal.InvalidJson;
        }
    }

    /// <summary>Converts FluentValidation's <c>Messages[0].Text</c> to the JSON name <c>messages[0].text</c>.</summary>
    private static string FieldName(string propertyName) =>
        string.Join('.', propertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>Creating a validator compiles its rules, so each is created once.</summary>
    private static class Shared<TValidator>
        where TValidator : new()
    {
        public static readonly TValidator Validator = new();
    }
}
