namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does to its row.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; fails if the row exists.</summary>
    Add = 0,

    /// <summary>Merge into a row that must exist.</summary>
    UpdateMerge = 1,

    /// <summary>Replace a row that must exist.</summary>
    UpdateReplace = 2,

    /// <summary>Delete a row that must exist.</summary>
    Delete = 3,

    /// <summary>Insert, or merge into the row.</summary>
    UpsertMerge = 4,

    /// <summary>Insert, or replace the row.</summary>
    UpsertReplace = 5,
}
