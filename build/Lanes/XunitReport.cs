using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>The XML report of an xunit.v3 test program.</summary>
public static class XunitReport
{
    /// <summary>Sums a report; errors outside tests (fixtures, clean-up) count as failures.</summary>
    /// <returns>Null when there is no complete report, which is what a crash leaves behind.</returns>
    public static RunTotals? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            RunTotals totals = default;
            foreach (XElement assembly in XDocument.Load(path).Descendants("assembly"))
            {
                int failed = checked(Number(assembly, "failed") + Number(assembly, "errors"));
                int skipped = checked(Number(assembly, "skipped") + Number(assembly, "not-run"));
                totals += new RunTotals(Number(assembly, "passed"), failed, skipped);
            }

            return totals;
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static int Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } value
            ? int.Parse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
}
