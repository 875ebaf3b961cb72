namespace Azure.Data.Tables.Rest;

/// <summary>The answer that there is no such row.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException($"The row doesn't exist (status {response.Status}), so there is no value.");

    public override Response GetRawResponse() => response;
}
