namespace Azure.Data.Tables;

/// <summary>What a write does with the properties that the stored row has and the written one lacks.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}
