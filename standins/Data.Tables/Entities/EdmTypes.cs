namespace Azure.Data.Tables.Entities;

/// <summary>The CLR types that a row can hold.</summary>
internal static class EdmTypes
{
    private static readonly Dictionary<Type, object> All = new()
    {
        [typeof(string)] = new EdmString(),
        [typeof(bool)] = new EdmBoolean(),
        [typeof(int)] = new EdmInt32(),
        [typeof(long)] = new EdmInt64(),
        [typeof(ulong)] = new EdmUInt64(),
        [typeof(double)] = new EdmDouble(),
        [typeof(DateTime)] = new EdmDateTime(),
        [typeof(DateTimeOffset)] = new EdmDateTimeOffset(),
        [typeof(Guid)] = new EdmGuid(),
        [typeof(byte[])] = new EdmBytes(),
        [typeof(BinaryData)] = new EdmBinaryData(),
    };

    /// <summary>The <see cref="EdmType{T}"/> of a CLR type; null where a row can't hold it.</summary>
    public static object? Of(Type type) =>
        All.TryGetValue(type, out object? edm) ? edm
        : type.IsEnum ? Activator.CreateInstance(typeof(EdmEnum<>).MakeGenericType(type))
        : null;
}
