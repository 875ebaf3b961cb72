using Azure;
using Azure.Identity;

namespace ChatFunctions.Storage;

/// <summary>Distinguishes unavailable or overloaded storage from other errors.</summary>
internal static class StorageUnavailable
{
    public static bool Is(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException { InnerExceptions: { Count: > 0 } tries } => tries.All(Is),
        AuthenticationFailedException or OperationCanceledException or TimeoutException or IOException or TooManyReadsException => true,
        _ => false,
    };
}
