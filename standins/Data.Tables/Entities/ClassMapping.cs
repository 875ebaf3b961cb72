using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// A class: its public properties by name. <c>[IgnoreDataMember]</c> leaves one out and <c>[DataMember(Name = ...)]</c> renames it.
/// </summary>
internal sealed class ClassMapping : EntityMapping
{
    private readonly Func<ITableEntity> _create;
    private readonly EntityProperty[] _properties;

    public ClassMapping(Type type)
    {
        _create = Constructor(type);
        // In the order that the service answers in, so that Find nearly always hits at once.
        _properties =
        [
            SystemProperty.ETag, SystemProperty.PartitionKey, SystemProperty.RowKey,
            .. type.GetMembers(BindingFlags.Public | BindingFlags.Instance).Where(IsMapped).Select(Property),
            SystemProperty.Timestamp,
        ];
    }

    public override void Write(ITableEntity entity, EntityWriter writer)
    {
        foreach (var property in _properties) property.Write(entity, writer);
    }

    public override ITableEntity Read(ref Utf8JsonReader reader)
    {
        var entity = _create();
        int next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = Find(ref reader, ref next);
            reader.Read();
            if (property is null) reader.Skip();
            else if (reader.TokenType != JsonTokenType.Null) property.Read(entity, ref reader);
        }

        return entity;
    }

    private EntityProperty? Find(ref Utf8JsonReader reader, ref int next)
    {
        if (reader.ValueSpan.Contains((byte)'@')) return null;
        for (int i = 0; i < _properties.Length; i++)
        {
            var property = _properties[next];
            next = next + 1 == _properties.Length ? 0 : next + 1;
            if (reader.ValueTextEquals(property.Name.Utf8)) return property;
        }

        return null;
    }

    private static bool IsMapped(MemberInfo member) =>
        member is FieldInfo || member is PropertyInfo property && property.GetIndexParameters().Length == 0
        ? !member.IsDefined(typeof(IgnoreDataMemberAttribute))
            && member.Name is not (nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp) or nameof(ITableEntity.ETag))
        : false;

    private static EntityProperty Property(MemberInfo member)
    {
        var name = PropertyName.Of(member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name);
        var declared = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        object edm = EdmTypes.Of(type)
            ?? throw new NotSupportedException($"{member.DeclaringType}.{member.Name} is of type {declared}, which a row can't hold.");
        var generic = type == declared ? typeof(EntityProperty<>) : typeof(NullableEntityProperty<>);
        return (EntityProperty)Activator.CreateInstance(generic.MakeGenericType(type), name, member, edm)!;
    }
}
