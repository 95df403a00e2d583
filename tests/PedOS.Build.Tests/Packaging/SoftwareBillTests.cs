using System.Text.Json;
using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class SoftwareBillTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly SampleTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Write_ListsEveryFileWithItsHash_AndWhatIsCompiledIn()
    {
        IReadOnlyList<PackageFile> files = _tree.LayOut();
        string path = _tree.Workspace.At("bill.json");

        new SoftwareBill(SampleTree.Version, Date).Write(
            path,
            _tree.Workspace.Package,
            files,
            [new BuildPart("Some.Runtime", "10.0.1", "MIT", "AAEC")],
            DriverSet.None);

        using var bill = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal("1.5", bill.RootElement.GetProperty("specVersion").GetString());
        JsonElement[] components = [.. bill.RootElement.GetProperty("components").EnumerateArray()];
        Assert.Equal(files.Count + 1, components.Length);
        foreach ((PackageFile file, JsonElement component) in files.Zip(components))
        {
            Assert.Equal(file.Path, component.GetProperty("name").GetString());
            Assert.Equal(
                FileHash.Of(Path.Join(_tree.Workspace.Package, file.Path)),
                component.GetProperty("hashes")[0].GetProperty("content").GetString());
        }

        JsonElement part = components[^1];
        Assert.Equal("pkg:nuget/Some.Runtime@10.0.1", part.GetProperty("purl").GetString());
        Assert.Equal("000102", part.GetProperty("hashes")[0].GetProperty("content").GetString());
        Assert.Equal("MIT", part.GetProperty("licenses")[0].GetProperty("expression").GetString());
        string[] references = [.. components.Select(static c => c.GetProperty("bom-ref").GetString()!)];
        Assert.Distinct(references);
        JsonElement[] dependencies = [.. bill.RootElement.GetProperty("dependencies").EnumerateArray()];
        Assert.Equal(
            4, dependencies.Count(static d => d.GetProperty("dependsOn").GetArrayLength() > 0));
        Assert.All(
            dependencies.SelectMany(static d => d.GetProperty("dependsOn").EnumerateArray()),
            d => Assert.Contains(d.GetString(), references));
    }

    [Fact]
    public void Read_FindsRuntimeAndCompiler_WithVersionAndLicence()
    {
        string cache = _tree.Workspace.At("cache") + "/";
        AddPackage("microsoft.netcore.app.runtime.nativeaot.win-x64", "10.0.1");
        AddPackage("microsoft.dotnet.ilcompiler", "10.0.2");
        string assets = _tree.Write("project.assets.json", $$"""
            {
              "packageFolders": { {{JsonSerializer.Serialize(cache)}}: {} },
              "libraries": {
                "Microsoft.DotNet.ILCompiler/10.0.2": { "type": "package" },
                "Microsoft.NET.ILLink.Tasks/10.0.2": { "type": "package" },
                "PedOS.Agents/1.2.3": { "type": "project" }
              },
              "project": { "frameworks": { "net10.0": { "downloadDependencies": [
                { "name": "Microsoft.NETCore.App.Runtime.win-x64", "version": "[10.0.1, 10.0.1]" },
                { "name": "Microsoft.NETCore.App.Runtime.linux-x64", "version": "[10.0.1, 10.0.1]" },
                { "name": "Microsoft.NETCore.App.Runtime.NativeAOT.win-x64", "version": "[10.0.1, 10.0.1]" }
              ] } } }
            }
            """);

        Assert.Equal(
            [
                new BuildPart("Microsoft.DotNet.ILCompiler", "10.0.2", "MIT", "aGFzaA=="),
                new BuildPart("Microsoft.NETCore.App.Runtime.NativeAOT.win-x64", "10.0.1", "MIT", "aGFzaA=="),
            ],
            BuildParts.Read(assets));
    }

    [Fact]
    public void Read_RefusesWhenNothingWasRestored() =>
        Assert.Throws<BuildException>(() => BuildParts.Read(_tree.Workspace.At("project.assets.json")));

    private void AddPackage(string name, string version)
    {
        _tree.Write(
            $"cache/{name}/{version}/{name}.nuspec",
            "<package><metadata><license type=\"expression\">MIT</license></metadata></package>");
        _tree.Write($"cache/{name}/{version}/{name}.{version}.nupkg.sha512", "aGFzaA==");
    }
}
