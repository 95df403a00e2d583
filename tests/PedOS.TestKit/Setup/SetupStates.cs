using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Setup;

namespace PedOS.TestKit.Setup;

/// <summary>Brings a machine to the states of <see cref="SetupRule"/>, long ago.</summary>
public static class SetupStates
{
    private static readonly DateTimeOffset Long = new(2021, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Brings it there.</summary>
    /// <param name="machine">A machine on which nothing is installed.</param>
    /// <param name="state">The state.</param>
    /// <param name="package">Folder of a package.</param>
    public static void Bring(IMachine machine, string state, string package)
    {
        switch (state)
        {
            case "nothing":
                break;
            case "installed":
                _ = Setup(machine, package, 1).Run(Installation(machine, package, 1), CancellationToken.None);
                break;
            case "newer-installed":
                using (Programs.TestDirectory newer = new())
                {
                    new SamplePackage("99.0.0").WriteTo(newer.FullPath);
                    Bring(machine, "installed", newer.FullPath);
                }

                break;
            case "foreign-tools":
                machine.Registry.Set(
                    @"HKLM\SOFTWARE\Invisible Things Lab\Qubes Tools",
                    "InstallDir",
                    RegistryValue.Text(@"C:\Program Files\Invisible Things Lab\Qubes Tools"));
                machine.Commit();
                break;
            case "install-interrupted":
                Begin(machine, Installation(machine, package, 1).Plan);
                break;
            case "uninstall-interrupted":
                Bring(machine, "installed", package);
                Begin(machine, Setup(machine, package, 2).Prepare(SetupRequest.Uninstall([]), onlyLooks: true).Plan);
                break;
            default:
                throw new ArgumentException($"there is no state {state}", nameof(state));
        }
    }

    private static PreparedPlan Installation(IMachine machine, string package, int day) =>
        Setup(machine, package, day).Prepare(
            SetupRequest.Install([ComponentNames.Agent], new ProductOptions(), PackageTrust.Everybody(Long)),
            onlyLooks: true);

    private static ProductSetup Setup(IMachine machine, string package, int day) => new(
        machine,
        new FrontEnd(
            HealthAdvice.Program,
            new PackagePlace(package, [], "--source"),
            NoObserver.Instance,
            () => Long.AddDays(day)));

    // As a power cut leaves it that comes when the plan is written down.
    private static void Begin(IMachine machine, Plan plan)
    {
        SetupFolder books = new(machine);
        using (books.Lock())
        {
            books.MakeKeptDirectory();
            machine.Commit();
            using Journal journal = books.OpenJournal(plan.Id);
            journal.Write(OperationState.Begun(plan, books.ReadReceipt()));
        }

        machine.Commit();
    }
}
