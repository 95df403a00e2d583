using System.Globalization;
using System.Xml.Linq;
using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts.Product;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

/// <summary>The features that people wrote for the MSI are the components of the catalogue.</summary>
public sealed class InstallerFeaturesTests
{
    // Windows Installer installs what has at most the level of the installation, which is 1.
    private const int On = 1;

    private static readonly XDocument Source =
        XDocument.Load(Path.Join(ProgramsPlace.FindRepositoryRoot(), "module", "installer", "PedOSTools.wxs"));

    [Fact]
    public void Features_AreTheComponents_BelowWhatTheyNeed() => Assert.Equal(
        ProductComponents.All
            .Select(static c => $"{c.Name} \"{c.Title}\" "
                + $"{c.Default is ComponentDefault.Required or ComponentDefault.On} "
                + $"below {c.Needs.SingleOrDefault("")}")
            .Order(StringComparer.Ordinal),
        Elements("Feature")
            .Select(static f => $"{Id(f)} \"{f.Attribute("Title")!.Value}\" "
                + $"{int.Parse(f.Attribute("Level")!.Value, CultureInfo.InvariantCulture) <= On} "
                + $"below {(f.Parent!.Name.LocalName == "Feature" ? Id(f.Parent) : "")}")
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Source_StopsTheServicesOfTheCatalogue_AndNoOtherProgram()
    {
        InstallerSource source = new(
        [
            .. ProductPrograms.All.Select(static p => new PackageFile($"bin/{p.Name}.exe", p.Component, "x")),
        ]);

        Assert.Equal(
            ProductPrograms.All.Where(static p => p.Service is not null)
                .Select(static p => p.Name)
                .Order(StringComparer.Ordinal),
            source.WriteFiles().Descendants()
                .Where(static e => e.Name.LocalName == "ServiceControl")
                .Select(static e => e.Attribute("Name")!.Value)
                .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<XElement> Elements(string name) =>
        Source.Descendants().Where(e => e.Name.LocalName == name);

    private static string Id(XElement element) => element.Attribute("Id")!.Value;
}
