using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>How entities of one CLR type stand in rows, worked out at its first use.</summary>
internal abstract class EntityMapping
{
    private static readonly ConcurrentDictionary<Type, EntityMapping> Cache = new();

    /// <exception cref="NotSupportedException">The type has a property that a row can't hold.</exception>
    public static EntityMapping Of(Type type) => Cache.GetOrAdd(type, static type =>
        typeof(IDictionary<string, object>).IsAssignableFrom(type) ? new DictionaryMapping(type) : new ClassMapping(type));

    /// <summary>Writes all properties but the keys; null is left out.</summary>
    public abstract void Write(ITableEntity entity, EntityWriter writer);

    /// <summary>Reads the object that the reader stands at the start of, and leaves it at its end.</summary>
    public abstract ITableEntity Read(ref Utf8JsonReader reader);

    /// <exception cref="MissingMethodException">The type has no public constructor without parameters.</exception>
    protected static Func<ITableEntity> Constructor(Type type) => type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null
        ? Expression.Lambda<Func<ITableEntity>>(Expression.Convert(Expression.New(type), typeof(ITableEntity))).Compile()
        : () => throw new MissingMethodException($"{type} has no public constructor without parameters, so no row can be read as one.");
}
