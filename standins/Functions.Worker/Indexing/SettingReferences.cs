using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Puts settings in the place of <c>%name%</c> in the texts of attributes.</summary>
internal sealed partial class SettingReferences(IConfiguration configuration)
{
    /// <exception cref="FunctionProblemException">There is no such setting.</exception>
    public string Resolve(string text) =>
        Reference().Replace(text, match => configuration[match.Groups[1].Value]
            ?? throw new FunctionProblemException($"'{text}' refers to the setting {match.Groups[1].Value}, which is missing."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
