using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.Tools.Engine.Packages;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class PackageFolderTests
{
    [Fact]
    public void LayOut_MakesWhatTheEngineReads()
    {
        using SampleTree tree = new();

        tree.LayOut();

        PackageList package = FolderPackage.Look(tree.Workspace.Package);
        Assert.Equal(SampleTree.Version, package.Version);
        Assert.Equal(
            [
                "LICENSE.txt Shared", "bin/PedOSdb-daemon.exe Agent", "bin/qrexec-agent.exe Agent",
                "bin/setup.exe Shared", "module/PedOSTools/1.2.3/PedOS.Tools.Engine.dll Shared",
                "module/PedOSTools/1.2.3/PedOSTools.psd1 Shared", "module/PedOSTools/1.2.3/PedOSTools.psm1 Shared",
                "module/PedOSTools/1.2.3/en-US/about_PedOSTools.help.txt Shared", "qubes-rpc/qubes.Own Agent",
                "rpc-config/qubes.Own Agent",
            ],
            package.Files.Select(static f => $"{f.Path} {f.Component}"));
        Assert.All(package.Files, file =>
        {
            string path = Path.Join(tree.Workspace.Package, file.Path);
            Assert.Equal((file.Length, file.Sha256), (new FileInfo(path).Length, FileHash.Of(path)));
        });
    }

    [Fact]
    public void WriteList_HashesWhatIsThereWhenItIsCalled()
    {
        using SampleTree tree = new();
        IReadOnlyList<Build.Tools.PackageFile> files = tree.LayOut();
        string program = Path.Join(tree.Workspace.Package, "bin", "setup.exe");
        File.AppendAllText(program, "a signature");

        new PackageFolder(tree.Workspace.Package).WriteList(SampleTree.Version, files, DriverSet.None);

        Assert.Equal(
            FileHash.Of(program),
            FolderPackage.Look(tree.Workspace.Package).Files.Single(
                static f => f.Path == "bin/setup.exe").Sha256);
    }

    [Fact]
    public void LayOut_LeavesNothingOfAnEarlierPackage()
    {
        using SampleTree tree = new();
        string old = tree.Write("out/package/bin/old.exe", "old");

        tree.LayOut();

        Assert.False(File.Exists(old));
    }

    [Theory]
    [InlineData("out/win-x64/extra.exe", "belongs to no component")]
    [InlineData("out/win-x64/System.Runtime.dll", "belongs to no component")]
    [InlineData("out/win-x64/sub/setup.exe", "belongs to no component")]
    [InlineData("out/win-x64/setup", "belongs to no component")]
    [InlineData("out/win-x64/qubes-rpc/qubes.Unknown", "belongs to no component")]
    [InlineData("module/services/README", "is no service")]
    [InlineData("module/services/other/qubes.Own", "is no service")]
    public void Find_RefusesAFileThatBelongsNowhere(string path, string reason)
    {
        using SampleTree tree = new();
        tree.Write(path, "x");

        BuildException error = Assert.Throws<BuildException>(tree.Find);

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_TakesServicesOnce_AlsoWhenTheyArePublishedBesideThePrograms()
    {
        using SampleTree tree = new();
        tree.Write("out/win-x64/qubes-rpc/qubes.Own", "x");

        Assert.Single(tree.Find(), static f => f.Path == "qubes-rpc/qubes.Own");
    }

    [Theory]
    [InlineData("out/win-x64/qrexec-agent.exe", "no qrexec-agent.exe")]
    [InlineData("out/win-x64", "out/win-x64 is missing")]
    [InlineData("out/PedOSTools/1.2.3", "is missing")]
    public void Find_RefusesWhenSomethingIsMissing(string path, string reason)
    {
        using SampleTree tree = new();
        string missing = tree.Workspace.At(path);
        if (Directory.Exists(missing))
        {
            Directory.Delete(missing, recursive: true);
        }
        else
        {
            File.Delete(missing);
        }

        Assert.Contains(reason, Assert.Throws<BuildException>(tree.Find).Message, StringComparison.Ordinal);
    }
}
