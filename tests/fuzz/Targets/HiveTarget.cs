using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Hives;

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
    private const int MaxDepth = 4;
    private const int MaxKeys = 20;

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
        byte[] hive = SampleHives.Copy(input.Length > 0 ? input[0] : (byte)0);
        bool isWhole = Mutate(hive, input.Length > 0 ? input[1..] : input) == 0;
        using MemoryStream file = new(hive);
        HiveCells? cells = HiveCells.Read(file, out _);
        if (cells is null)
        {
            Check.That(!isWhole);
            return;
        }

        MemoryHive memory = new("HIVE", cells);
        Dictionary<string, string> before = new(StringComparer.Ordinal);
        bool isRefused = !Read(memory, [], before);
        foreach (Action<MemoryHive> change in Changes)
        {
            isRefused |= !Try(() => change(memory));
        }

        Check.That(!(isWhole && isRefused));
        byte[]? written = Save(memory);
        if (written is not null)
        {
            using MemoryStream again = new(written);
            HiveCells? changed = HiveCells.Read(again, out _);
            Check.That(changed is not null);
            Check.That(!isWhole || HiveRules.Check(written).Count == 0);

            // Whatever could be read, and was not meant, is what it was.
            Dictionary<string, string> after = new(StringComparer.Ordinal);
            _ = Read(new("HIVE", changed!), [], after);
            foreach ((string place, string content) in before.Where(static b => !IsMeant(b.Key)))
            {
                Check.Same(content, after.GetValueOrDefault(place), place);
            }
        }
    }

    private static Action<MemoryHive>[] Changes { get; } =
    [
        static hive => hive.CreateKey(["neu ığ 日本", "below"]),
        static hive => hive.DeleteKey(["class"]),

        // What becomes free is used again: first as it was, then in smaller parts.
        static hive => hive.DeleteValue(["values"], "mittel"),
        static hive => hive.Set(["values"], "lang", SampleHives.Value(20_000, 1)),
        static hive => hive.Set(["values"], "kurz", SampleHives.Value(200, 2)),
        static hive => hive.Set(["values"], "neu", SampleHives.Value(16_000, 3)),
        static hive => hive.Set(["values"], "", SampleHives.Value(13, 5)),
        static hive => hive.Set(["Äußeres"], "", SampleHives.Value(9, 4)),
        static hive => hive.DeleteKey(["neu ığ 日本", "below"]),
        static hive => hive.CreateKey([SampleHives.Full, "Nr 0007a"]),
    ];

    // Places that the changes above are about; a key that is below itself is at many of them.
    private static readonly string[] Meant =
    [
        @"\neu ığ 日本", @"\class", @"\values|", @"\Äußeres|", $@"\{SampleHives.Full}",
    ];

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
            uint number = (steps[3] % 5) switch
            {
                0 => other,

                // What another one of its kind has there: two that share a record.
                4 => view.Number(Math.Min(
                    HiveBytesView.At(Sibling(view, cells, cell, steps[5])) + fields[steps[2] % fields.Length],
                    view.BinsSize - sizeof(uint))),
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

    private static uint Sibling(HiveBytesView view, uint[] cells, uint cell, byte which)
    {
        string kind = view.Kind(cell);
        uint[] same = [.. cells.Where(other => view.Kind(other) == kind)];
        return same[which % same.Length];
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

    private static bool IsMeant(string place) => Meant.Any(
        meant => place.Contains(meant, StringComparison.OrdinalIgnoreCase));

    // Each value by key and name, each key by its path; what cannot be read is passed over.
    private static bool Read(MemoryHive hive, string[] key, Dictionary<string, string> content)
    {
        string path = string.Concat(key.Select(static name => $@"\{name}"));
        bool isWhole = Try(() =>
        {
            foreach (string name in hive.ValueNames(key))
            {
                content[$"{path}|{name}"] = Convert.ToHexString(hive.Find(key, name)!.ToArray());
            }
        });
        string[] below = [];
        isWhole &= Try(() => below = [.. hive.SubkeyNames(key)]);
        foreach (string name in key.Length == MaxDepth ? [] : below.Take(MaxKeys))
        {
            content[$@"{path}\{name}"] = "";
            isWhole &= Read(hive, [.. key, name], content);
        }

        return isWhole;
    }
}
