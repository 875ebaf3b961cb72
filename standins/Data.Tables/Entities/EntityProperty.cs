using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>One property of an entity's class.</summary>
internal abstract class EntityProperty(PropertyName name)
{
    public PropertyName Name { get; } = name;

    public abstract void Write(object entity, EntityWriter writer);

    /// <summary>Reads the value that the reader stands on, which is not null.</summary>
    public abstract void Read(object entity, ref Utf8JsonReader reader);
}

/// <summary>A property of a type that a row can hold, reached by code compiled once.</summary>
internal sealed class EntityProperty<T>(PropertyName name, MemberInfo member, EdmType<T> type) : EntityProperty(name)
{
    private readonly Func<object, T>? _get = Accessors.Getter<T>(member);
    private readonly Action<object, T>? _set = Accessors.Setter<T>(member);

    public override void Write(object entity, EntityWriter writer)
    {
        if (_get is not null && _get(entity) is { } value) type.Write(writer, Name, value);
    }

    public override void Read(object entity, ref Utf8JsonReader reader) => _set?.Invoke(entity, type.Read(ref reader));
}

/// <summary>The same for a nullable value; null is a property that the row hasn't got.</summary>
internal sealed class NullableEntityProperty<T>(PropertyName name, MemberInfo member, EdmType<T> type) : EntityProperty(name)
    where T : struct
{
    private readonly Func<object, T?>? _get = Accessors.Getter<T?>(member);
    private readonly Action<object, T?>? _set = Accessors.Setter<T?>(member);

    public override void Write(object entity, EntityWriter writer)
    {
        if (_get?.Invoke(entity) is { } value) type.Write(writer, Name, value);
    }

    public override void Read(object entity, ref Utf8JsonReader reader) => _set?.Invoke(entity, type.Read(ref reader));
}

/// <summary>What the service adds to every row. It is read and never written, but for the keys, which the writer writes.</summary>
internal sealed class SystemProperty(string name, SystemProperty.Reader read) : EntityProperty(PropertyName.System(name))
{
    public delegate void Reader(ITableEntity entity, ref Utf8JsonReader reader);

    public static SystemProperty ETag { get; } = new("odata.etag", (entity, ref reader) => entity.ETag = new ETag(EdmReader.String(ref reader)));

    public static SystemProperty PartitionKey { get; } =
        new(nameof(ITableEntity.PartitionKey), (entity, ref reader) => entity.PartitionKey = EdmReader.String(ref reader));

    public static SystemProperty RowKey { get; } =
        new(nameof(ITableEntity.RowKey), (entity, ref reader) => entity.RowKey = EdmReader.String(ref reader));

    public static SystemProperty Timestamp { get; } =
        new(nameof(ITableEntity.Timestamp), (entity, ref reader) => entity.Timestamp = EdmReader.Time(ref reader));

    public override void Write(object entity, EntityWriter writer)
    {
    }

    public override void Read(object entity, ref Utf8JsonReader reader) => read((ITableEntity)entity, ref reader);
}

/// <summary>A member's getter and setter as compiled code; null where it has none that is public.</summary>
file static class Accessors
{
    public static Func<object, T>? Getter<T>(MemberInfo member)
    {
        if (member is PropertyInfo { GetMethod: not { IsPublic: true } }) return null;
        var entity = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, T>>(Access(entity, member), entity).Compile();
    }

    public static Action<object, T>? Setter<T>(MemberInfo member)
    {
        if (member is PropertyInfo { SetMethod: not { IsPublic: true } } or FieldInfo { IsInitOnly: true }) return null;
        var entity = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(T));
        return Expression.Lambda<Action<object, T>>(Expression.Assign(Access(entity, member), value), entity, value).Compile();
    }

    private static MemberExpression Access(Expression entity, MemberInfo member) =>
        Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member);
}
