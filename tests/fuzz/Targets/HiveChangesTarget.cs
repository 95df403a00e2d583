using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Fuzz.Targets;

/// <summary>
/// Changes of a whole hive, one after the other, as the input says: which, of which key, which value, how long. None is
/// refused. What is written keeps all rules of Windows, and holds what a dictionary holds after the same changes.
/// </summary>
internal static class HiveChangesTarget
{
    private const int StepLength = 4;
    private const int MaxSteps = 24;

    // Lengths around what the formats store in another way; the longest is in pieces.
    private static readonly int[] Lengths = [0, 1, 4, 5, 8, 12, 40, 44, 200, 4000, 16344, 16345];

    private static readonly string[] ValueNames =
        ["", "kurz", "KURZ", "mittel", "lang", "neu", "日本語", "länger als alle"];

    private static readonly string[][] Keys =
    [
        ["values"], ["values", "below"], ["class"], ["Äußeres", "日本語"], ["äUSSERES"], ["a"], ["B"], ["b", "c"],
        ["b", "C", "d"], ["zz"], [SampleHives.Full, "Nr 0000"], [SampleHives.Full, "Nr 0500a"],
        [SampleHives.Full, "Nr 0505"], [SampleHives.Full, "Nr 9999"], [SampleHives.Full, "A"], ["ığ"],
    ];

    public static void Run(ReadOnlySpan<byte> input)
    {
        MemoryHive hive = Open(SampleHives.Copy(input.Length > 0 ? input[0] : (byte)0));
        HiveModel model = new();
        Fill(hive, model, []);
        ReadOnlySpan<byte> steps = input.Length > 0 ? input[1..] : input;
        for (int i = 0; steps.Length >= StepLength && i < MaxSteps; steps = steps[StepLength..], i++)
        {
            Change(hive, model, steps);
        }

        using MemoryStream saved = new();
        hive.Save(saved);
        byte[] written = saved.ToArray();
        string flaws = string.Join(", ", HiveRules.Check(written, mayLeak: false));
        Check.Same("", flaws, "what is wrong with what was written");
        Compare(Open(written), model, []);
    }

    private static void Change(MemoryHive hive, HiveModel model, ReadOnlySpan<byte> step)
    {
        string[] path = Keys[step[1] % Keys.Length];
        string name = ValueNames[step[2] % ValueNames.Length];
        HiveModel? key = model.Find(path);
        switch (step[0] % 8)
        {
            case 0 or 1 or 2:
                hive.CreateKey(path);
                model.Add(path);
                break;
            case 3 when key is { Keys.Count: 0, Values.Count: 0 }:
                hive.DeleteKey(path);
                _ = model.Find(path[..^1])!.Keys.Remove(path[^1]);
                break;
            case 4 when key is not null:
                hive.DeleteValue(path, name);
                _ = key.Values.Remove(name);
                break;
            case > 4 when key is not null:
                RegistryValue value = SampleHives.Value(Lengths[step[3] % Lengths.Length], step[2]);
                hive.Set(path, name, value);
                key.Values[name] = value.ToArray();
                break;
            default:
                break;
        }
    }

    private static MemoryHive Open(byte[] bytes)
    {
        using MemoryStream file = new(bytes);
        HiveCells? cells = HiveCells.Read(file, out string? flaw);
        Check.Same(null, flaw);
        return new("HIVE", cells!);
    }

    private static void Fill(MemoryHive hive, HiveModel model, string[] path)
    {
        foreach (string name in hive.ValueNames(path))
        {
            model.Values[name] = hive.Find(path, name)!.ToArray();
        }

        foreach (string name in hive.SubkeyNames(path))
        {
            HiveModel below = new();
            model.Keys.Add(name, below);
            if (path is not [SampleHives.Full])
            {
                Fill(hive, below, [.. path, name]);
            }
        }
    }

    private static void Compare(MemoryHive hive, HiveModel model, string[] path)
    {
        string shown = string.Join('\\', path);
        Check.Same(Text(model.Values.Keys), Text(hive.ValueNames(path)), $"values of {shown}");
        Check.Same(Text(model.Keys.Keys), Text(hive.SubkeyNames(path)), $"keys of {shown}");
        foreach ((string name, byte[] data) in model.Values)
        {
            Check.SameBytes(data, hive.Find(path, name)!.ToArray(), $"{shown} {name}");
        }

        // Of the many empty ones in a full list the names are enough.
        foreach ((string name, HiveModel below) in model.Keys
            .Where(key => path is not [SampleHives.Full] || key.Value is not { Keys.Count: 0, Values.Count: 0 }))
        {
            Compare(hive, below, [.. path, name]);
        }
    }

    private static string Text(IEnumerable<string> names) =>
        string.Join('|', names.Order(StringComparer.Ordinal));
}
