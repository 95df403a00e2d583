using System.Globalization;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Text;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Engine.Tests.Images;

/// <summary>An operation on an image of which each flush fails once.</summary>
internal sealed class FlushCase
{
    private const string Id = "operation";
    private const string Books = @"Program Files\PedOS Setup";

    private static readonly SamplePackage Old = new("1.0.0");
    private static readonly SamplePackage New = new("1.1.0");

    private readonly Func<Planner, Plan>[] _before;
    private readonly SamplePackage _package;
    private readonly Func<Planner, Plan> _plan;

    private FlushCase(Func<Planner, Plan>[] before, SamplePackage package, Func<Planner, Plan> plan)
    {
        _before = before;
        _package = package;
        _plan = plan;
    }

    public static IReadOnlyDictionary<string, FlushCase> Cases { get; } = new Dictionary<string, FlushCase>
    {
        ["install"] = new([], Old, Install),
        ["add a component, of which a removal has kept something"] = new(
            [Install, RemoveGui], Old, static planner => planner.Install(Old.List, Old, [ComponentNames.Gui], new())),
        ["update"] = new([Install], New, static planner => planner.Install(New.List, New, [], new())),
        ["remove a component"] = new([Install], Old, RemoveGui),
        ["uninstall"] = new([Install], Old, static planner => planner.Uninstall([])),
    };

    /// <summary>An image as it is before the operation.</summary>
    public ImageFixture Prepare()
    {
        ImageFixture fixture = ImageFixture.CreateOrSkip();
        File.WriteAllText(Directory.CreateDirectory(fixture.Image.At(@"Program Files\PedOS Tools\bin")).FullName
            + "/qrexec-agent.exe", "of somebody else");
        for (int i = 0; i < _before.Length; i++)
        {
            using ImageMachine machine = fixture.Open();
            SetupEngine engine = new(machine, Old, NoObserver.Instance);
            _ = engine.Run(_before[i](new Planner(machine, engine.Receipt, $"before-{i}")), CancellationToken.None);
        }

        return fixture;
    }

    /// <summary>How many flushes it takes when none fails.</summary>
    public int Flushes()
    {
        using ImageFixture fixture = Prepare();
        FailingVolume counter = new(HostVolume.Current, 0, 0);
        _ = Run(fixture, counter);
        return counter.Flushes;
    }

    /// <summary>Runs it; a later one has a higher number.</summary>
    public OperationResult Run(ImageFixture fixture, HostVolume volume, int number = 0)
    {
        using ImageMachine machine = ImageMachine.Open(fixture.Image.Root, ImageUse.Change, volume);
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        string id = string.Create(CultureInfo.InvariantCulture, $"{Id}-{number:D3}");
        return engine.Run(_plan(new Planner(machine, engine.Receipt, id)), CancellationToken.None);
    }

    /// <summary>
    /// Where the operation stands that was run last; null for one that never began, or of which nothing is left.
    /// </summary>
    public static OperationPhase? Phase(ImageFixture fixture)
    {
        using ImageMachine machine = fixture.Open(ImageUse.Read);
        OperationState[] all = [.. new OperationBooks(machine).Operations()];
        return Array.Find(all, static o => o.IsInterrupted)?.Phase
            ?? Array.FindLast(all, static o => o.Plan.Id.StartsWith(Id, StringComparison.Ordinal))?.Phase;
    }

    /// <summary>
    /// Files, keys, values, the receipt and what is kept for it; not the journals, of which there is one more.
    /// </summary>
    public static IReadOnlyList<string> Describe(ImageFixture fixture)
    {
        using ImageMachine machine = fixture.Open(ImageUse.Read);
        List<string> lines =
        [
            .. fixture.Image.FileSnapshot().Lines.Where(static line =>
                !line.Contains(Books, StringComparison.Ordinal)
                || line.StartsWith($@"file {Books}\kept\", StringComparison.Ordinal)),
            "receipt " + (new OperationBooks(machine).Receipt is { } receipt
                ? JsonText.Write(receipt.ToJson(), isIndented: false)
                : ""),
        ];
        foreach (string root in (string[])[@"HKLM\SOFTWARE", @"HKLM\SYSTEM", @"HKU\.DEFAULT", "TEMPLATE", "BCD"])
        {
            Describe(machine.Registry, root, lines);
        }

        return lines;
    }

    private static void Describe(IRegistry registry, string key, List<string> lines)
    {
        lines.Add($"key {key}");
        lines.AddRange(registry.ValueNames(key).Select(name =>
            $"value {key} {name} {registry.Find(key, name)!.Type} {registry.Find(key, name)}"));
        foreach (string name in registry.SubkeyNames(key))
        {
            Describe(registry, key + "\\" + name, lines);
        }
    }

    private static Plan Install(Planner planner) => planner.Install(
        Old.List, Old, [ComponentNames.Agent, ComponentNames.Gui], new ProductOptions(IsTemplate: true));

    private static Plan RemoveGui(Planner planner) => planner.Uninstall([ComponentNames.Gui]);
}
