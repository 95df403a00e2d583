using PedOS.Engine.Tests.Images;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>Each operation leaves a page for a person, and everything for an expert.</summary>
public sealed class OperationLogTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Log_HasAPage_AndEveryResource()
    {
        using TemporaryDirectory folder = new();
        string page = Installed(_bench, folder);

        Assert.Equal(Path.Join(folder.Path, "PedOS_Windows_Tools_19700101-000000-000.log"), page);
        string text = File.ReadAllText(page);
        string verbose = File.ReadAllText(page.Replace(".log", "_verbose.log", StringComparison.Ordinal));
        Assert.Contains("Install 1.0.0, operation first", text, StringComparison.Ordinal);
        Assert.Contains("Add service: 3", text, StringComparison.Ordinal);
        Assert.Contains(@"done: file:C:\Program Files\PedOS Tools\bin\setup.exe", verbose, StringComparison.Ordinal);
        Assert.Contains("before: absent", verbose, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_OfAnImage_IsBesideTheJournal_UnlessThatGoes()
    {
        using EngineBench bench = new(MachineKind.Image);
        using TemporaryDirectory folder = new();
        string installed = Installed(bench, folder);
        Assert.Equal(@"C:\Program Files\PedOS Setup\PedOS_Windows_Tools_19700101-000000-000.log", installed);
        Assert.NotNull(bench.Machine.Files.Find(installed));
        Assert.Empty(Directory.GetFiles(folder.Path));

        string removed = RunLogged(bench, folder, log => bench.Uninstall(log, "second"));

        Assert.StartsWith(folder.Path, removed, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Contains("Nothing stays installed.", File.ReadAllText(removed), StringComparison.Ordinal);
        Assert.Null(bench.Machine.Files.Find(@"C:\Program Files\PedOS Setup"));
    }

    [Fact]
    public void Log_ThatCannotBeOpened_EndsNothing()
    {
        OperationLogPlace nowhere = new(_bench.Machine, "/no such folder");
        using OperationLog log = new(nowhere, static () => DateTimeOffset.UnixEpoch, NoObserver.Instance);

        _bench.Install(log, "first", [ComponentNames.Agent], CancellationToken.None);

        Assert.Equal("", log.Path);
    }

    [Fact]
    public void Log_LeavesWhatHasItsName()
    {
        // Others may write to the folder for temporary files, and guess the name.
        using TemporaryDirectory folder = new();
        string victim = folder.Join("victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(folder.Join("PedOS_Windows_Tools_19700101-000000-000.log"), victim);

        string page = Installed(_bench, folder);

        Assert.Equal("", page);
        Assert.Equal("mine", File.ReadAllText(victim));
    }

    private static string Installed(EngineBench bench, TemporaryDirectory folder) => RunLogged(
        bench, folder, log => bench.Install(log, "first", [ComponentNames.Agent], CancellationToken.None));

    private static string RunLogged(EngineBench bench, TemporaryDirectory folder, Action<OperationLog> run)
    {
        using OperationLog log = new(
            new OperationLogPlace(bench.Machine, folder.Path),
            static () => DateTimeOffset.UnixEpoch,
            NoObserver.Instance);
        run(log);
        return log.Path;
    }
}
