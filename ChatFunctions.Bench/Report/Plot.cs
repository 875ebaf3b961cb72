using System.Globalization;
using System.Text;

namespace ChatFunctions.Bench.Report;

/// <summary>A plot of several curves, each on its own scale from zero to its maximum, which is written beside it.</summary>
internal static class Plot
{
    private const double Width = 640;
    private const double Height = 240;
    private const double Left = 20;
    private const double Right = 480;
    private const double Top = 20;
    private const double Bottom = 200;

    private static readonly string[] Colours = ["#1668b8", "#c2410c", "#15803d"];

    public static string Svg(string over, IReadOnlyList<Curve> curves)
    {
        var most = curves.Max(curve => curve.Points.Max(point => point.X));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Bottom}H{Right}\" fill=\"none\" stroke=\"#666\"/>\n");
        foreach (var x in curves[0].Points.Select(point => point.X))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Across(x):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\" fill=\"#333\">{x}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 34}\" text-anchor=\"middle\" fill=\"#333\">{over}</text>\n");
        foreach (var (index, curve) in curves.Index())
        {
            var (highest, colour) = (curve.Points.Max(point => point.Y), Colours[index % Colours.Length]);
            var points = string.Join(' ', curve.Points.Select(point => string.Create(
                CultureInfo.InvariantCulture, $"{Across(point.X):0.#},{Bottom - ((Bottom - Top) * point.Y / highest):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Right + 12}\" y=\"{Top + 12 + (18 * index)}\" fill=\"{colour}\">{curve.Name}, up to {highest:#,0}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();

        double Across(double x) => Left + ((Right - Left) * x / most);
    }
}

internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);
