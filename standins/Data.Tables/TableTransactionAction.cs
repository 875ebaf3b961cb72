#nullable disable annotations // The official assembly carries none, so the app must compile against none.

namespace Azure.Data.Tables;

/// <summary>One write of a transaction (see <see cref="TableClient.SubmitTransactionAsync"/>).</summary>
/// <param name="actionType">What to do to the row.</param>
/// <param name="entity">The row.</param>
/// <param name="etag">The version that an update or a delete is conditional on; by default, any.</param>
public class TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
{
    /// <summary>An unconditional write.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity) : this(actionType, entity, default)
    {
    }

    /// <summary>What to do to the row.</summary>
    public TableTransactionActionType ActionType { get; } = actionType;

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; } = entity;

    /// <summary>The version that an update or a delete is conditional on.</summary>
    public ETag ETag { get; } = etag;
}
