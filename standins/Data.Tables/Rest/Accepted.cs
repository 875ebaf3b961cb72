using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>The statuses that are no error to an operation. Which are worth a retry is Azure.Core's to say.</summary>
internal static class Accepted
{
    public static ResponseClassifier Written { get; } = new StatusCodeClassifier([201, 204]);

    public static ResponseClassifier WrittenOrConflict { get; } = new StatusCodeClassifier([201, 204, 409]);

    public static ResponseClassifier Read { get; } = new StatusCodeClassifier([200]);

    public static ResponseClassifier ReadOrMissing { get; } = new StatusCodeClassifier([200, 404]);

    public static ResponseClassifier Deleted { get; } = new StatusCodeClassifier([204, 404]);

    public static ResponseClassifier Transaction { get; } = new StatusCodeClassifier([202]);
}
