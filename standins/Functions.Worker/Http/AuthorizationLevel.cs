namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a caller must show to reach an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>Nothing.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user; not supported by the host.</summary>
    User = 1,

    /// <summary>A function key, a host key or the master key.</summary>
    Function = 2,

    /// <summary>A system key of an extension, or the master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
