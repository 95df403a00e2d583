using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Engine.Tests.Operations;

/// <summary>
/// A Windows in memory, and an engine that installs one package on it; each operation has the name that it is given.
/// </summary>
internal sealed class EngineBench(MachineKind kind = MachineKind.Live) : IDisposable
{
    public FakeWindows Machine { get; } = new(kind);

    public SamplePackage Package { get; } = new("1.0.0");

    public SetupEngine Engine => new(Machine, Package, NoObserver.Instance);

    public void Dispose() => Machine.Dispose();

    /// <summary>All that is on the machine.</summary>
    public IReadOnlyList<string> Everything() => Machine.Disk.Describe("");

    /// <summary>The same without the books, in which every operation writes.</summary>
    public IReadOnlyList<string> WithoutBooks() => Machine.Disk.Describe(@"C:\Program Files\PedOS Setup");

    public Planner Planner(string id) => new(Machine, Engine.Receipt, id);

    public Plan Installation(string id, params string[] components) =>
        Planner(id).Install(Package.List, Package, components, new());

    public Plan Removal(string id, params string[] components) => Planner(id).Uninstall(components);

    public OperationResult Install(string id, params string[] components) =>
        Install(NoObserver.Instance, id, components, CancellationToken.None);

    public OperationResult Install(
        IOperationObserver observer, string id, string[] components, CancellationToken cancellation) =>
        new SetupEngine(Machine, Package, observer).Run(Installation(id, components), cancellation);

    /// <summary>Installs or updates with another package.</summary>
    public OperationResult InstallFrom(SamplePackage package, string id, params string[] components) =>
        new SetupEngine(Machine, package, NoObserver.Instance).Run(
            Planner(id).Install(package.List, package, components, new()), CancellationToken.None);

    public OperationResult Uninstall(string id, params string[] components) =>
        Uninstall(NoObserver.Instance, id, components);

    public OperationResult Uninstall(IOperationObserver observer, string id, params string[] components) =>
        new SetupEngine(Machine, NoPackage.Instance, observer).Run(Removal(id, components), CancellationToken.None);
}
