using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Fuzz.Targets;

/// <summary>
/// Registry hives of both formats, whose records are changed by what the input says: which record, which of its fields,
/// which number. Whatever comes of it, a hive is read and changed, or refused, and what is written is a whole hive.
/// Without a change it keeps all of Windows' rules.
/// </summary>
internal static class HiveTarget
{
    private const int StepLength = 8;
    private const int MaxSteps = 12;

    private static readonly byte[][] Hives = [Make(HiveFormat.Machine), Make(HiveFormat.Saved)];

    // Where the numbers of a record are, by its kind.
    private static readonly Dictionary<string, int[]> Fields = new(StringComparer.Ordinal)
    {
        ["nk"] = [-4, 0, 2, 16, 20, 28, 32, 36, 40, 44, 48, 52, 60, 64, 72],
        ["vk"] = [-4, 0, 2, 4, 8, 12, 16],
        ["sk"] = [-4, 0, 4, 8, 12, 16],
        ["lh"] = [-4, 0, 2, 4, 8, 12, 20],
        ["lf"] = [-4, 0, 2, 4, 8, 12, 20],
        ["li"] = [-4, 0, 2, 4, 8, 12],
        ["ri"] = [-4, 0, 2, 4, 8],
        ["db"] = [-4, 0, 2, 4],
    };

    private static readonly uint[] Numbers =
        [0, 1, 2, 4, 8, 0x20, 508, 1013, 16344, 16345, 0xffff, 0x7fffffff, 0x80000000, 0x80000005, 0xfffffff8, ~0u];

    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] hive = [.. Hives[input.Length > 0 ? input[0] & 1 : 0]];
        bool isWhole = Mutate(hive, input.Length > 0 ? input[1..] : input) == 0;
        using MemoryStream file = new(hive);
        HiveCells? cells = HiveCells.Read(file, out _);
        if (cells is null)
        {
            Check.That(!isWhole);
            return;
        }

        MemoryHive memory = new("HIVE", cells);
        bool isRefused = !Try(() => Walk(memory, [], 4));
        foreach (Action<MemoryHive> change in Changes)
        {
            isRefused |= !Try(() => change(memory));
        }

        Check.That(!(isWhole && isRefused));
        byte[]? written = Save(memory);
        if (written is not null)
        {
            using MemoryStream again = new(written);
            Check.That(HiveCells.Read(again, out _) is not null);
            Check.That(!isWhole || HiveRules.Check(written).Count == 0);
        }
    }

    private static Action<MemoryHive>[] Changes { get; } =
    [
        static hive => hive.CreateKey(["many", "neu ığ 日本"]),
        static hive => hive.DeleteKey(["many", "Nr 0007"]),
        static hive => hive.Set(["values"], "lang", Value(20_000)),
        static hive => hive.Set(["values"], "kurz", Value(3)),
        static hive => hive.Set(["values"], "neu", Value(100)),
        static hive => hive.DeleteValue(["values"], "mittel"),
        static hive => hive.DeleteValue(["values"], "sehr lang"),
        static hive => hive.DeleteKey(["class"]),
        static hive => hive.Set(["Äußeres"], "", Value(9)),
    ];

    private static RegistryValue Value(int length) => new(RegistryValueType.Binary, new byte[length]);

    private static byte[] Make(HiveFormat format)
    {
        using MemoryStream file = new(MinimalHive.Build(format: format));
        HiveCells cells = HiveCells.Read(file, out _)!;
        MemoryHive hive = new("HIVE", cells);
        for (int i = 0; i < 600; i++)
        {
            hive.CreateKey(["many", $"Nr {i:d4}"]);
        }

        foreach ((string name, int length) in ((string, int)[])
            [("kurz", 3), ("mittel", 200), ("lang", 9000), ("sehr lang", 40_000), ("", 12)])
        {
            hive.CreateKey(["values"]);
            hive.Set(["values"], name, Value(length));
        }

        hive.CreateKey(["class"]);
        hive.CreateKey(["Äußeres", "日本語"]);
        byte[] bytes = Save(hive)!;
        Check.That(HiveRules.Check(bytes).Count == 0);
        return bytes;
    }

    private static int Mutate(byte[] hive, ReadOnlySpan<byte> steps)
    {
        HiveBytesView view = new(hive);
        uint[] cells = Cells(view);
        int count = 0;
        for (; steps.Length >= StepLength && count < MaxSteps; steps = steps[StepLength..], count++)
        {
            uint cell = cells[((steps[0] << 8) | steps[1]) % cells.Length];
            int[] fields = Fields.GetValueOrDefault(view.Kind(cell)) ?? [-4, 0, 4, 8];
            long at = HiveBytesView.At(cell) + fields[steps[2] % fields.Length];
            if (at + sizeof(uint) > view.BinsSize)
            {
                continue;
            }

            uint other = cells[((steps[4] << 8) | steps[5]) % cells.Length];
            uint number = (steps[3] % 4) switch
            {
                0 => other,
                1 => Numbers[steps[6] % Numbers.Length],
                2 => unchecked(view.Number(at) + (uint)(sbyte)steps[7]),
                _ => view.Number(Math.Min(HiveBytesView.At(other) + (steps[6] % 16 * 4), view.BinsSize - sizeof(uint))),
            };
            if ((steps[3] & 0x40) != 0)
            {
                view.PutShort(at, (ushort)number);
            }
            else
            {
                view.Put(at, number);
            }
        }

        return count;
    }

    private static uint[] Cells(HiveBytesView view)
    {
        List<uint> cells = [];
        for (uint bin = 0; bin < view.BinsSize; bin += view.Number(bin + 8))
        {
            for (uint cell = bin + 32; cell < bin + view.Number(bin + 8); cell += (uint)Math.Abs(view.Size(cell)))
            {
                if (view.Size(cell) > 8)
                {
                    cells.Add(cell);
                }
            }
        }

        // The rare kinds are worth as much as the many: each comes up again.
        uint[] rare = [.. cells.Where(cell => view.Kind(cell) is not "nk")];
        return [.. cells, .. rare, .. rare, .. rare];
    }

    private static byte[]? Save(MemoryHive hive)
    {
        using MemoryStream file = new();
        return Try(() => hive.Save(file)) ? file.ToArray() : null;
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (SetupException e)
        {
            Check.That(e.Error is SetupError.DamagedHive or SetupError.UnsupportedHive);
            return false;
        }
    }

    private static void Walk(MemoryHive hive, string[] key, int depth)
    {
        foreach (string name in hive.ValueNames(key))
        {
            _ = hive.Find(key, name);
        }

        foreach (string name in depth == 0 ? [] : hive.SubkeyNames(key).Take(20))
        {
            Walk(hive, [.. key, name], depth - 1);
        }
    }
}
