using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ChatFunctions.ApiDescription.Schemas;

/// <summary>
/// What the docstrings of wire records say, from the file that the compiler writes beside the assembly, with the values of the limits that they
/// name. Without the file there is nothing to say.
/// </summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, string> _summaries;

    private XmlDocs(Dictionary<string, string> summaries) => _summaries = summaries;

    public static XmlDocs Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(XmlDocs).Assembly.GetName().Name}.xml");
        return new XmlDocs(!File.Exists(path) ? [] : XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!)));
    }

    public string? Of(Type type) => _summaries.GetValueOrDefault($"T:{Name(type)}");

    /// <summary>A published limit is documented where it is defined.</summary>
    public string? Of(MemberInfo property) =>
        _summaries.GetValueOrDefault($"P:{Name(property.DeclaringType!)}.{property.Name}")
        ?? (property.DeclaringType == typeof(PublishedLimits) ? _summaries.GetValueOrDefault($"F:{Name(typeof(Limits))}.{property.Name}") : null);

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Text(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => Reference(reference.Value),
        XElement { Name.LocalName: "paramref" } parameter => parameter.Attribute("name")!.Value,
        XElement other => Text(other),
        _ => "",
    };

    /// <summary>A limit is its value, anything else its name.</summary>
    private static string Reference(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref == $"F:{typeof(Limits).FullName}.{name}"
            ? string.Format(CultureInfo.InvariantCulture, "{0:N0}", typeof(Limits).GetField(name)!.GetRawConstantValue())
            : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
