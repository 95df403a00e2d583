using PedOS.TestKit.Hives;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A whole installation into real hives and files, looked at by an independent reader of hives.</summary>
public sealed class ImageInstallTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pedos-image-ü").FullName;
    private readonly SamplePackage _package = new("1.0.0");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Uninstall_LeavesNoDifference()
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        Assert.SkipWhen(WindowsImageSnapshot.MissingReason is not null, WindowsImageSnapshot.MissingReason ?? "");
        WindowsImage image = WindowsImage.Create(_root);
        WindowsImageSnapshot before = image.Snapshot();

        Run("first", static (planner, package) => planner.Install(
            package.List,
            package,
            [.. ComponentCatalog.All.Select(static c => c.Name)],
            new ProductOptions(IsTemplate: true, LogonAccount: "Jürgen")));
        WindowsImageSnapshot installed = image.Snapshot();
        IReadOnlyList<string> difference = before.DifferenceTo(installed);
        Assert.Contains(difference, static d => d.Contains("qrexec-agent.exe", StringComparison.Ordinal));
        Assert.Contains(difference, static d => d.Contains("HiberbootEnabled", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(difference, static d => d.Contains("PedOSFirstStart", StringComparison.OrdinalIgnoreCase));

        Run("second", static (planner, _) => planner.Uninstall([]));
        Assert.Empty(before.DifferenceTo(image.Snapshot()));
    }

    private void Run(string id, Func<Planner, SamplePackage, Plan> make)
    {
        using ImageMachine machine = ImageMachine.Open(_root);
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        Plan plan = make(new(machine, engine.Receipt, id), _package);
        Assert.Equal(OperationPhase.Done, engine.Run(plan, TestContext.Current.CancellationToken).Phase);
    }
}
