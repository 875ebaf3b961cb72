using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Client;

/// <summary>Something that the API returned.</summary>
public abstract record ApiObject
{
    /// <summary>The JSON as received, including fields that this version of the library doesn't know.</summary>
    [JsonIgnore]
    public JsonElement RawJson { get; internal set; }

    /// <summary>Compares everything but <see cref="RawJson"/>.</summary>
    public virtual bool Equals(ApiObject? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    protected virtual bool PrintMembers(StringBuilder builder) => false;
}
