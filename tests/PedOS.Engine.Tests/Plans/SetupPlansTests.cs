using PedOS.Engine.Tests.Images;
using PedOS.Engine.Tests.Operations;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

/// <summary>What the Windows Installer repairs may not be there any more.</summary>
public sealed class SetupPlansTests : IDisposable
{
    private readonly EngineBench _bench = new();
    private readonly TemporaryDirectory _folder = new();

    public SetupPlansTests() => _bench.Package.WriteTo(_folder.Path);

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void RepairOrInstall_InstallsWhatIsUsual_WhereNothingIsInstalled()
    {
        Plan plan = Plans().RepairOrInstall();

        Assert.Equal(PlanKind.Install, plan.Kind);
        Assert.Equal(Plans().Install([], new()).Components, plan.Components);
        Assert.Contains(ComponentNames.Agent, plan.Components);
        Assert.NotEmpty(plan.Changes);
        Assert.Equal(
            SetupError.NotInstalled, Assert.Throws<SetupException>(() => Plans().Repair()).Error);
    }

    [Fact]
    public void RepairOrInstall_AddsNothing_WhereSomethingIsInstalled()
    {
        _bench.Install("first", ComponentNames.Shared);

        Plan plan = Plans().RepairOrInstall();

        Assert.Equal(PlanKind.Repair, plan.Kind);
        Assert.Equal([ComponentNames.Shared], plan.Components);
    }

    private SetupPlans Plans() => new(
        _bench.Planner("plan"),
        _bench.Engine.Receipt,
        FolderPackage.Load(_folder.Path, PackageTrust.Everybody(DateTimeOffset.UnixEpoch)));
}
