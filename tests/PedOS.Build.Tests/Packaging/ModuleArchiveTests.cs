using System.IO.Compression;
using System.Xml.Linq;
using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class ModuleArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(2));

    private readonly SampleTree _tree = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Write_HasTheModuleAndWhatTheGalleryAsksFor()
    {
        using ZipArchive archive = ZipFile.OpenRead(Write("one"));

        Assert.Equal(
            [
                "_rels/.rels", "PedOSTools.nuspec", "PedOS.Tools.Engine.dll", "PedOSTools.psd1", "PedOSTools.psm1",
                "en-US/about_PedOSTools.help.txt", "[Content_Types].xml",
            ],
            archive.Entries.Select(static e => e.FullName).SkipLast(1));
        Assert.StartsWith(
            "package/services/metadata/core-properties/", archive.Entries[^1].FullName, StringComparison.Ordinal);
        Assert.All(archive.Entries, static e => Assert.Equal(
            new DateTime(2026, 3, 1, 6, 0, 0), e.LastWriteTime.DateTime));
        XElement metadata = Xml(archive, "PedOSTools.nuspec").Elements().Single();
        Assert.Equal(SampleTree.Version, Value(metadata, "version"));
        Assert.Equal("A <sample> & more", Value(metadata, "description"));
        Assert.Equal("GPL-2.0-only", Value(metadata, "license"));
        string[] tags = Value(metadata, "tags").Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSCmdlet_Set-Sample", tags);
    }

    [Fact]
    public void Write_NamesATypeForEveryPart_AndRelationsLeadToParts()
    {
        using ZipArchive archive = ZipFile.OpenRead(Write("one"));

        string[] types = [.. Xml(archive, "[Content_Types].xml").Elements().Select(static e =>
            e.Attribute("Extension")!.Value)];
        Assert.All(
            archive.Entries.Where(static e => e.FullName != "[Content_Types].xml"),
            e => Assert.Contains(Path.GetExtension(e.FullName).TrimStart('.'), types));
        Assert.All(
            Xml(archive, "_rels/.rels").Elements(),
            r => Assert.NotNull(archive.GetEntry(r.Attribute("Target")!.Value.TrimStart('/'))));
    }

    [Fact]
    public void Write_IsTheSameAgain_AndAnotherOneWhenAFileDiffers()
    {
        byte[] one = File.ReadAllBytes(Write("one"));
        File.SetLastWriteTimeUtc(Path.Join(_tree.Module, "PedOSTools.psm1"), new DateTime(2001, 1, 1));

        Assert.Equal(one, File.ReadAllBytes(Write("two")));

        _tree.Write($"out/PedOSTools/{SampleTree.Version}/PedOSTools.psm1", "changed");
        Assert.NotEqual(one, File.ReadAllBytes(Write("three")));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Unzip_TakesItOutAgain()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/unzip"), "unzip is not installed");
        string archive = Write("one");
        string target = _tree.Workspace.At("unpacked");

        await ReaderTool.RunAsync("/", "/usr/bin/unzip", "-t", archive);
        await ReaderTool.RunAsync("/", "/usr/bin/unzip", "-q", archive, "-d", target);

        File.Delete(Path.Join(target, "PedOSTools.nuspec"));
        Directory.Delete(Path.Join(target, "_rels"), recursive: true);
        Directory.Delete(Path.Join(target, "package"), recursive: true);
        File.Delete(Path.Join(target, "[Content_Types].xml"));
        Assert.Empty(FolderComparison.Differences(_tree.Module, target));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Restore_TakesItFromALocalSource()
    {
        string source = Path.GetDirectoryName(Write("feed/one"))!;
        string packages = _tree.Workspace.At("packages");
        _tree.Write("user/NuGet.Config", $"""
            <configuration><packageSources><clear /><add key="here" value="{source}" /></packageSources></configuration>
            """);
        string project = _tree.Write("user/user.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="PedOSTools" Version="{SampleTree.Version}" /></ItemGroup>
            </Project>
            """);

        await ReaderTool.RunAsync(
            "/", DotNet.Muxer, "restore", project, "--packages", packages, "-v", "quiet", "-p:NuGetAudit=false");

        string restored = Path.Join(packages, "pedostools", SampleTree.Version);
        Assert.True(File.Exists(Path.Join(restored, "en-US", "about_PedOSTools.help.txt")));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Join(_tree.Module, "PedOSTools.psd1"), Token),
            await File.ReadAllTextAsync(Path.Join(restored, "PedOSTools.psd1"), Token));
    }

    [Fact]
    public void Write_RefusesAPathThatComesTwice() =>
        Assert.Throws<BuildException>(() => DeterministicArchive.Write(
            _tree.Workspace.At("twice.zip"),
            [new ArchiveFile("a/B", default), new ArchiveFile("A/b", default)],
            Date));

    [Theory]
    [InlineData("ModuleVersion = '1'\nAuthor = 'A'\nDescription = 'B'\nCopyright = 'C'", "CmdletsToExport")]
    [InlineData("CmdletsToExport = @('A')\nAuthor = 'A'\nDescription = 'B'\nCopyright = 'C'", "ModuleVersion")]
    [InlineData("CmdletsToExport = @('A')\nAuthor = 'A'\nModuleVersion = '1'\nCopyright = 'C'", "Description")]
    public void Read_RefusesAManifestWithoutAValue(string text, string missing) =>
        Assert.Contains(
            missing, Assert.Throws<BuildException>(() => ModuleManifest.Read(text)).Message, StringComparison.Ordinal);

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(e => e.Name.LocalName == name).Value;

    private static XElement Xml(ZipArchive archive, string part)
    {
        using Stream stream = archive.GetEntry(part)!.Open();
        return XDocument.Load(stream).Root!;
    }

    private string Write(string name)
    {
        ModuleManifest manifest = ModuleManifest.Read(File.ReadAllText(_tree.Workspace.At("PedOSTools.psd1")));
        var archive = new ModuleArchive(_tree.Module, manifest, Date);
        string path = _tree.Workspace.At(name, archive.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        archive.Write(path);
        return path;
    }
}
