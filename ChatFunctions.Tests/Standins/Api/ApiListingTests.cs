namespace ChatFunctions.Tests.Standins.Api;

public sealed class ApiListingTests
{
    [Fact]
    public void A_type_and_its_members_are_told_as_declared() => Assert.Equal(
        [
            "Sample = abstract class : IDisposable",
            "Sample: protected Sample(int size = 3)",
            "Sample: public abstract string Name { get; protected set; }",
            "Sample: public object this[string key] { get; }",
            "Sample: public override string ToString()",
            "Sample: public static T Make<T>(out T[] made, params string[] names) where T : class, IDisposable, new()",
            "Sample: public virtual int? Count { init; }",
            "Sample: public void Dispose()",
        ],
        Lines(typeof(Sample)));

    [Fact]
    public void Of_an_enum_the_numbers_are_told_too() =>
        Assert.Equal(["Shade = enum", "Shade: Dark = 4", "Shade: Light = 2"], Lines(typeof(Shade)));

    [Fact]
    public void Of_an_attribute_it_is_told_where_it_may_stand() => Assert.Equal(
        ["MarkAttribute = sealed class on Method, Property, many", "MarkAttribute: public MarkAttribute(Shade shade = Shade.Dark)"],
        Lines(typeof(MarkAttribute)).Select(line => line.Replace($"{nameof(ApiListingTests)}.", "", StringComparison.Ordinal)));

    [Fact]
    public void Of_a_delegate_its_parameters_are_told() =>
        Assert.Equal(["Move = delegate void(int left, ref long right)"], Lines(typeof(Move)));

    private static IEnumerable<string> Lines(Type type) =>
        ApiListing.Of(type).Select(line => line.Replace($"{type.Namespace}.{nameof(ApiListingTests)}+", "", StringComparison.Ordinal));

    public abstract class Sample : IDisposable
    {
        protected Sample(int size = 3) => Size = size;

        public abstract string Name { get; protected set; }

        public virtual int? Count { init => Size = value ?? 0; }

        internal int Size { get; private init; }

        public object this[string key] => key;

        public static T Make<T>(out T[] made, params string[] names)
            where T : class, IDisposable, new() => (made = [.. names.Select(_ => new T())])[0];

        public void Dispose() => GC.SuppressFinalize(this);

        public override string ToString() => Name;
    }

    public enum Shade
    {
        Light = 2,
        Dark = 4,
    }

    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
    public sealed class MarkAttribute(Shade shade = Shade.Dark) : Attribute
    {
        internal Shade Shade => shade;
    }

    public delegate void Move(int left, ref long right);
}
