using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Fuzz.Targets;

/// <summary>
/// Whole hives to begin with, of both formats: small ones, so that many inputs fit a second, and ones whose list is one
/// key short of what Windows puts into one.
/// </summary>
internal static class SampleHives
{
    /// <summary>Keys below the root of a full hive, but for the last that fits its list.</summary>
    public const string Full = "many";

    private static readonly byte[][] All =
    [
        Make(HiveFormat.Machine, keys: 0), Make(HiveFormat.Saved, keys: 0),
        Make(HiveFormat.Machine, keys: 1011), Make(HiveFormat.Saved, keys: 506),
    ];

    /// <summary>A hive of its own for whoever asks; most numbers give a small one.</summary>
    /// <param name="number">Any.</param>
    public static byte[] Copy(byte number) => [.. All[number < 4 ? number : (number & 1)]];

    /// <summary>A value of many bytes, all different enough.</summary>
    public static RegistryValue Value(int length, byte first)
    {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)(first + i + (i >> 8));
        }

        return new(RegistryValueType.Binary, data);
    }

    private static byte[] Make(HiveFormat format, int keys)
    {
        using MemoryStream file = new(MinimalHive.Build(format: format));
        MemoryHive hive = new("HIVE", HiveCells.Read(file, out _)!);
        for (int i = 0; i < keys; i++)
        {
            hive.CreateKey([Full, $"Nr {i:d4}"]);
        }

        // One for changes, and one that must not be changed by them.
        foreach (string key in (string[])["values", "kept"])
        {
            hive.CreateKey([key, "below"]);
            foreach ((string name, int length) in ((string, int)[])
                [("kurz", 3), ("mittel", 200), ("lang", 17_000), ("", 12)])
            {
                hive.Set([key], name, Value(length, 7));
            }
        }

        hive.CreateKey(["class"]);
        hive.CreateKey(["Äußeres", "日本語"]);
        using MemoryStream saved = new();
        hive.Save(saved);
        byte[] bytes = saved.ToArray();
        Check.That(HiveRules.Check(bytes, mayLeak: false).Count == 0);
        return bytes;
    }
}
