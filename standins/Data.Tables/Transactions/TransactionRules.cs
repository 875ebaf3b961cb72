using Azure.Data.Tables.Limits;

namespace Azure.Data.Tables.Transactions;

/// <summary>What the service asks of a transaction as a whole, checked action by action.</summary>
internal sealed class TransactionRules
{
    private readonly HashSet<string> _rowKeys = new(StringComparer.Ordinal);
    private string? _partitionKey;

    /// <exception cref="RequestFailedException">The service would refuse the transaction at this action.</exception>
    public void Check(int index, TableTransactionAction action)
    {
        if (index >= TableLimits.TransactionActions) throw Refusal.TooManyActions();
        var entity = action.Entity ?? throw new ArgumentException($"The action at {index} has no entity.");
        EntityKeys.Check(entity.PartitionKey, entity.RowKey, inUri: action.ActionType != TableTransactionActionType.Add);
        _partitionKey ??= entity.PartitionKey;
        if (entity.PartitionKey != _partitionKey) throw Refusal.DifferentPartitions();
        if (!_rowKeys.Add(entity.RowKey)) throw Refusal.DuplicateRow();
    }
}
