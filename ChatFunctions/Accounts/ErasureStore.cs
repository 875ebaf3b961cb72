using Azure;

namespace ChatFunctions.Accounts;

/// <summary>Accounts that are being erased. A row exists from before the first step until after the last.</summary>
internal sealed class ErasureStore(ChatTables tables, TimeProvider clock)
{
    private const string Partition = "erasures";

    public Task<ErasureRow?> FindAsync(string userId, CancellationToken cancellationToken) =>
        tables.Directory.FindAsync<ErasureRow>(Partition, userId, cancellationToken);

    /// <summary>Unfinished erasures that were last continued before a time.</summary>
    public Task<List<ErasureRow>> UnfinishedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        tables.Directory.TakeAsync<ErasureRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and TakenUpAt lt {before}"), most, cancellationToken);

    /// <summary>Notes that an erasure starts or continues.</summary>
    public Task PutAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        tables.Directory.UpsertEntityAsync(erasure with { TakenUpAt = clock.GetUtcNow() }, TableUpdateMode.Replace, cancellationToken);

    public Task RemoveAsync(string userId, CancellationToken cancellationToken) =>
        tables.Directory.DeleteEntityAsync(Partition, userId, ETag.All, cancellationToken);

    public static ErasureRow Of(ProfileRow profile) => new()
    {
        PartitionKey = Partition,
        RowKey = profile.UserId,
        Login = profile.Login,
        Username = profile.Username,
        OtherName = profile.OtherName,
    };
}

/// <summary>The data that an erasure needs after the profile is deleted.</summary>
internal sealed record ErasureRow : Row
{
    public string Login { get; set; } = "";

    public string Username { get; set; } = "";

    public string? OtherName { get; set; }

    /// <summary>When it was last started or continued.</summary>
    public DateTimeOffset TakenUpAt { get; set; }

    [System.Runtime.Serialization.IgnoreDataMember]
    public string UserId => RowKey;
}
