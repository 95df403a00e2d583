using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class RestoredPackagesTests : IDisposable
{
    private const string Pester = "\"name\": \"Pester\", \"version\": \"[5.7.1, 5.7.1]\"";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FolderOf_FindsAPackageInAnyPackageFolder()
    {
        string there = Path.Join(_folder.Path, "second", "pester", "5.7.1");
        Directory.CreateDirectory(there);

        RestoredPackages packages = RestoredPackages.Of(Restored(Pester));

        Assert.Equal("5.7.1", packages.VersionOf("Pester"));
        Assert.Equal(there, packages.FolderOf("Pester"));
    }

    [Fact]
    public void FolderOf_SaysWhatToDo_WhenThePackageIsNotThere()
    {
        RestoredPackages packages = RestoredPackages.Of(Restored(Pester));

        Assert.Contains(
            "Pester 5.7.1 is not in",
            Assert.Throws<BuildException>(() => packages.FolderOf("Pester")).Message,
            StringComparison.Ordinal);
        Assert.Throws<BuildException>(() => packages.FolderOf("PowerShell"));
    }

    [Fact]
    public void Of_SaysWhatToDo_WhenNothingIsRestored() =>
        Assert.Contains(
            "restore",
            Assert.Throws<BuildException>(() => RestoredPackages.Of(Path.Join(_folder.Path, "a.csproj"))).Message,
            StringComparison.Ordinal);

    private string Restored(string download)
    {
        _folder.Write(
            Path.Join("obj", "project.assets.json"),
            $$"""
            {
              "packageFolders": { "{{_folder.Path}}/first/": {}, "{{_folder.Path}}/second/": {} },
              "project": { "frameworks": { "net10.0": { "downloadDependencies": [ { {{download}} } ] } } }
            }
            """);
        return Path.Join(_folder.Path, "a.csproj");
    }
}
