using Azure;

namespace ChatFunctions.Accounts;

/// <summary>Accounts that are being erased: each row is there from before the first step until after the last.</summary>
internal sealed class ErasureStore(ChatTables tables)
{
    private const string Partition = "erasures";

    public Task<ErasureRow?> FindAsync(string userId, CancellationToken cancellationToken) =>
        tables.Directory.FindAsync<ErasureRow>(Partition, userId, cancellationToken);

    /// <summary>Some of those that were begun or taken up before a time and aren't finished.</summary>
    public Task<List<ErasureRow>> UnfinishedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        tables.Directory.TakeAsync<ErasureRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and TakenUpAt lt {before}"), most, cancellationToken);

    public Task PutAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        tables.Directory.UpsertEntityAsync(erasure, TableUpdateMode.Replace, cancellationToken);

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

/// <summary>What must be known of an account to erase it once its profile is gone.</summary>
internal sealed record ErasureRow : Row
{
    public string Login { get; set; } = "";

    public string Username { get; set; } = "";

    public string? OtherName { get; set; }

    /// <summary>When it was last begun or continued.</summary>
    public DateTimeOffset TakenUpAt { get; set; }

    [System.Runtime.Serialization.IgnoreDataMember]
    public string UserId => RowKey;
}
