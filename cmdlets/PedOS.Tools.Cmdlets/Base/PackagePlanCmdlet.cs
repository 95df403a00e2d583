using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet whose plan comes from a package.</summary>
public abstract class PackagePlanCmdlet : PackageCmdlet
{
    /// <summary>What will be done, a phrase.</summary>
    /// <param name="package">The package.</param>
    protected abstract string Question(PackageList package);

    /// <summary>Makes the plan.</summary>
    /// <param name="plans">The plans of the package for this machine.</param>
    protected abstract Plan Make(SetupPlans plans);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        FolderPackage package = OpenPackage();
        using IMachine machine = Open(isChanged: true);
        Run(
            machine,
            package,
            Question(package.List),
            (engine, planner) => Make(new SetupPlans(planner, engine.Receipt, package)));
    }
}
