using System.Text;
using ADRaffy.ENSNormalize;

namespace ChatFunctions;

/// <summary>Unicode normalization, which the runtime doesn't do in globalization-invariant mode.</summary>
internal static class NormalForm
{
    /// <summary>A text in NFC: one spelling for texts that differ only in whether accents are composed.</summary>
    public static string Compose(string text) => Ascii.IsValid(text) ? text : ENSNormalize.NF.NFC(text);
}
