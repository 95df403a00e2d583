using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace PedOS.Build;

/// <summary>The XML report of an xunit.v3 test program.</summary>
/// <param name="Totals">Its sum; errors outside tests (fixtures, clean-up) count as failures.</param>
/// <param name="Skips">One line per skipped test: its name and the reason.</param>
public sealed record XunitReport(RunTotals Totals, IReadOnlyList<string> Skips)
{
    /// <summary>Reads a report.</summary>
    /// <returns>Null when there is no complete report, which is what a crash leaves behind.</returns>
    public static XunitReport? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            XDocument report = XDocument.Load(path);
            RunTotals totals = default;
            foreach (XElement assembly in report.Descendants("assembly"))
            {
                int failed = checked(Number(assembly, "failed") + Number(assembly, "errors"));
                int skipped = checked(Number(assembly, "skipped") + Number(assembly, "not-run"));
                totals += new RunTotals(Number(assembly, "passed"), failed, skipped);
            }

            return new XunitReport(totals, [.. report.Descendants("test").Where(IsSkipped).Select(Describe)]);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static bool IsSkipped(XElement test) => test.Attribute("result")?.Value == "Skip";

    private static string Describe(XElement test) =>
        $"{test.Attribute("name")?.Value}: {test.Element("reason")?.Value.ReplaceLineEndings(" ")}";

    private static int Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } value
            ? int.Parse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
}
