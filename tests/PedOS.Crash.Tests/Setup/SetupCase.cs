using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Crash.Tests.Setup;

/// <summary>An operation whose power is cut: a machine before it, and what it is to do.</summary>
internal sealed class SetupCase
{
    private static readonly string[] All = [.. ComponentCatalog.All.Select(static c => c.Name)];
    private static readonly ProductOptions Options = new(IsTemplate: true, LogonAccount: "Jürgen Işık");

    private readonly Lazy<FakeWindows> _prepared;
    private readonly Func<FakeWindows, Plan> _plan;

    private SetupCase(MachineKind kind, string version, Action<FakeWindows> prepare, Func<FakeWindows, Plan> plan)
    {
        Kind = kind;
        Package = new(version);
        _prepared = new(() =>
        {
            FakeWindows machine = new(Kind);
            prepare(machine);
            machine.Commit();
            return machine;
        });
        _plan = plan;
    }

    public static IReadOnlyDictionary<string, SetupCase> Cases { get; } = new Dictionary<string, SetupCase>
    {
        ["install"] = new(MachineKind.Live, "1.0.0", Foreign, m => Install(m, "1.0.0", All)),
        ["install on an image"] = new(MachineKind.Image, "1.0.0", Foreign, m => Install(m, "1.0.0", All)),
        ["add a component"] = new(
            MachineKind.Live,
            "1.0.0",
            m => Run(m, "1.0.0", Install(m, "1.0.0", [ComponentNames.Agent], "operation-1")),
            m => Install(m, "1.0.0", [ComponentNames.Gui, ComponentNames.XenBase])),
        ["update"] = new(
            MachineKind.Live,
            "1.1.0",
            m => Run(m, "1.0.0", Install(m, "1.0.0", All, "operation-1")),
            m => Install(m, "1.1.0", [])),
        ["update while programs run"] = new(
            MachineKind.Live,
            "1.1.0",
            m =>
            {
                Run(m, "1.0.0", Install(m, "1.0.0", All, "operation-1"));
                RunPrograms(m);
            },
            m => Install(m, "1.1.0", [])),
        ["uninstall while programs run"] = new(
            MachineKind.Live,
            "1.0.0",
            m =>
            {
                Run(m, "1.0.0", Install(m, "1.0.0", All, "operation-1"));
                RunPrograms(m);
            },
            m => Planner(m).Uninstall([])),
        ["repair"] = new(MachineKind.Live, "1.0.0", Break, m => Install(m, "1.0.0", [])),
        ["uninstall"] = new(
            MachineKind.Live,
            "1.0.0",
            m =>
            {
                Foreign(m);
                Run(m, "1.0.0", Install(m, "1.0.0", All, "operation-1"));
                Logs(m);
            },
            m => Planner(m).Uninstall([])),
        ["remove a component"] = new(
            MachineKind.Live,
            "1.0.0",
            m => Run(m, "1.0.0", Install(m, "1.0.0", All, "operation-1")),
            m => Planner(m).Uninstall([ComponentNames.XenBase])),
        ["first start"] = new(
            MachineKind.Live,
            "1.0.0",
            static m =>
            {
                // The books of an image are those of the machine that it becomes.
                using FakeWindows image = m.As(MachineKind.Image);
                Run(image, "1.0.0", Install(image, "1.0.0", All, "operation-1"));
                m.Take(image);
                m.Restart(Survival.Everything);
            },
            FirstStart),
    };

    public MachineKind Kind { get; }

    public SamplePackage Package { get; }

    /// <summary>What is installed before the operation; null for nothing.</summary>
    public string? Before => Engine(_prepared.Value).Receipt?.Operation;

    public FakeWindows Prepare() => _prepared.Value.Copy();

    public OperationResult Run(FakeWindows machine) =>
        Engine(machine).Run(_plan(machine), TestContext.Current.CancellationToken);

    public SetupEngine Engine(FakeWindows machine) => new(machine, Package, NoObserver.Instance);

    /// <summary>Everything on the machine but the books; services that run too.</summary>
    public static IReadOnlyList<string> Describe(FakeWindows machine) =>
    [
        .. machine.Disk.Describe(@"C:\Program Files\PedOS Setup"),
        .. machine.RunningServices.Order(StringComparer.Ordinal).Select(static s => $"running {s}"),
    ];

    private static Plan FirstStart(FakeWindows machine) =>
        Planner(machine).FirstStart(new FirstStartPlan(machine).Read());

    private static Planner Planner(FakeWindows machine, string id = "operation-9") =>
        new(machine, new SetupFolder(machine).ReadReceipt(), id);

    private static Plan Install(
        FakeWindows machine, string version, string[] components, string id = "operation-9")
    {
        SamplePackage package = new(version);
        return Planner(machine, id).Install(package.List, package, components, Options);
    }

    private static void Run(FakeWindows machine, string version, Plan plan)
    {
        SamplePackage package = new(version);
        SetupEngine engine = new(machine, package, NoObserver.Instance);
        OperationResult result = engine.Run(plan, CancellationToken.None);
        if (result.Phase == OperationPhase.AwaitsRestart)
        {
            machine.Restart(Survival.Everything);
            Assert.Equal(OperationPhase.Done, engine.Resume(plan.Id, CancellationToken.None).Phase);
        }
    }

    /// <summary>Things of others in the places that the product uses.</summary>
    private static void Foreign(FakeWindows machine)
    {
        machine.Registry.Set(
            @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Power",
            "HiberbootEnabled",
            RegistryValue.Number(1));
        machine.Registry.Set(
            @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", "AutoAdminLogon", RegistryValue.Text("0"));
        machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools", access: null);
        machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools\bin", access: null);
        using MemoryStream content = new("of somebody else"u8.ToArray());
        machine.Files.Write(@"C:\Program Files\PedOS Tools\bin\qga.exe", content, access: null, written: null);
    }

    /// <summary>What the programs have written since, and something of somebody else beside it.</summary>
    private static void Logs(FakeWindows machine)
    {
        machine.Files.CreateDirectory(@"C:\ProgramData\PedOS", access: null);
        machine.Files.CreateDirectory(@"C:\ProgramData\PedOS\log", access: null);
        foreach (string name in (string[])
            ["qrexec-agent-20260101-100000-12.log", "network-setup-20260101-100000-13_2.log", "notes.log"])
        {
            using MemoryStream content = new("one line"u8.ToArray());
            machine.Files.Write($@"C:\ProgramData\PedOS\log\{name}", content, access: null, written: null);
        }
    }

    /// <summary>A call that dom0 has made runs, and so does the program that changes all this.</summary>
    private static void RunPrograms(FakeWindows machine)
    {
        machine.RunProgram(@"C:\Program Files\PedOS Tools\bin\qrexec-wrapper.exe");
        machine.RunProgram(@"C:\Program Files\PedOS Tools\bin\setup.exe");
    }

    private static void Break(FakeWindows machine)
    {
        Run(machine, "1.0.0", Install(machine, "1.0.0", All, "operation-1"));
        machine.Files.Delete(@"C:\Program Files\PedOS Tools\bin\qrexec-agent.exe");
        machine.Files.Delete(@"C:\Program Files\PedOS Tools\bin\qga.exe");
        using MemoryStream content = new("damaged"u8.ToArray());
        machine.Files.Write(@"C:\Program Files\PedOS Tools\bin\qga.exe", content, access: null, written: null);
        machine.Registry.DeleteValue(ProductLayout.UninstallKey, "DisplayName");
        machine.Services.Delete("network-setup");
    }
}
