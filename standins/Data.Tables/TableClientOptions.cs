using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>How a client sends: Azure.Core's transport, policies, retries and diagnostics, and the protocol's version.</summary>
public class TableClientOptions : ClientOptions
{
    /// <param name="serviceVersion">The version of the service's protocol to speak.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such version.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) => VersionString = serviceVersion switch
    {
        ServiceVersion.V2019_02_02 => "2019-02-02",
        ServiceVersion.V2020_12_06 => "2020-12-06",
        _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
    };

    internal string VersionString { get; }

    /// <summary>The versions of the service's protocol.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02, the first.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06, the first to take a token of Microsoft Entra.</summary>
        V2020_12_06 = 2,
    }
}
