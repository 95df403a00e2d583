using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>Changes of hives of both formats, held against rules of Windows that others do not check.</summary>
public sealed class MemoryHiveTests
{
    public static TheoryData<HiveFormat> Formats => [HiveFormat.Machine, HiveFormat.Saved];

    [Theory]
    [InlineData(HiveFormat.Machine, 1)]
    [InlineData(HiveFormat.Machine, 1013)]
    [InlineData(HiveFormat.Machine, 3000)]
    [InlineData(HiveFormat.Saved, 507)]
    [InlineData(HiveFormat.Saved, 508)]
    [InlineData(HiveFormat.Saved, 3000)]
    public void Keys_ComeAndGo_InAnyOrder(HiveFormat format, int count)
    {
        MemoryHiveBench bench = new(format);
        string[] names = [.. Enumerable.Range(0, count).Select(static i => Name(i))];
        new Random(count).Shuffle(names);
        foreach (string name in names)
        {
            bench.Hive.CreateKey(["Äußeres", name]);
        }

        byte[] full = bench.SaveSound();
        MemoryHiveBench again = new(full);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            again.Hive.SubkeyNames(["äUßERES"]).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.True(again.Hive.KeyExists(["Äußeres", name.ToUpperInvariant()])));

        new Random(count + 1).Shuffle(names);
        foreach (string name in names)
        {
            again.Hive.DeleteKey(["Äußeres", name]);
        }

        again.Hive.DeleteKey(["Äußeres"]);
        Assert.Empty(again.Hive.SubkeyNames([]));
        _ = again.SaveSound();
    }

    [Theory]
    [InlineData(507)]
    [InlineData(600)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(2000)]
    public void ListsOfSavedHives_GrowAndShrink(int count)
    {
        // As libhivex makes the keys, with the lists that Windows makes for this format.
        using ImageFixture fixture = ImageFixture.CreateOrSkip(
            new WindowsImageOptions { Format = HiveFormat.Saved, OtherServices = count });
        byte[] before = File.ReadAllBytes(fixture.Image.System);
        Assert.Empty(HiveRules.Check(before));
        IReadOnlyList<string> first = ImageFixture.ExportOrSkip(fixture.Image.System);
        string[] added = ["AAA", "filler0299a", "zzz", "Müller ığ 日本"];
        using (PedOS.Tools.Engine.Images.ImageMachine machine = fixture.Open())
        {
            foreach (string name in added)
            {
                machine.Registry.Set(Services + name, "Start", RegistryValue.Number(3));
            }

            machine.Commit();
        }

        Assert.Empty(HiveRules.Check(File.ReadAllBytes(fixture.Image.System)));
        using (PedOS.Tools.Engine.Images.ImageMachine machine = fixture.Open())
        {
            foreach (string name in added)
            {
                Assert.Equal(3u, machine.Registry.Find(Services + name, "start")?.AsNumber());
                machine.Registry.DeleteValue(Services + name, "Start");
                machine.Registry.DeleteKey(Services + name);
            }

            machine.Commit();
        }

        Assert.Empty(HiveRules.Check(File.ReadAllBytes(fixture.Image.System)));
        Assert.Equal(first, ImageFixture.ExportOrSkip(fixture.Image.System));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Values_OfEveryLength_AreReplaced(HiveFormat format)
    {
        MemoryHiveBench bench = new(format);
        int[] lengths = [0, 1, 4, 5, 8, 100, 16344, 16345, 32688, 32689, 70000, 1024 * 1024];
        Random random = new(7);
        foreach (int first in lengths)
        {
            foreach (int second in lengths)
            {
                byte[] one = new byte[first];
                byte[] two = new byte[second];
                random.NextBytes(one);
                random.NextBytes(two);
                bench.Set("k", "Wert", one);
                Assert.Equal(one, bench.Get("k", "WERT"));
                bench.Set("k", "wert", two);
                Assert.Equal(two, bench.Get("k", "Wert"));
            }
        }

        MemoryHiveBench again = new(bench.SaveSound());
        Assert.Equal(["Wert"], again.Hive.ValueNames(["k"]));
        again.Hive.DeleteValue(["k"], "WERT");
        again.Hive.DeleteKey(["K"]);
        _ = again.SaveSound();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void ForeignReader_SeesTheSame(HiveFormat format)
    {
        using TemporaryDirectory place = new();
        MemoryHiveBench bench = new(format);
        byte[] data = new byte[20000];
        new Random(3).NextBytes(data);
        bench.Set(@"Grüße\日本語 ığ", "長い", data);
        bench.Set(@"Grüße\日本語 ığ", "", [1, 2, 3]);
        bench.Set(@"plain\a", "kurz", [1, 2, 3, 4, 5]);
        bench.Hive.CreateKey(["leer"]);
        File.WriteAllBytes(place.Join("hive"), bench.SaveSound());

        IReadOnlyList<string> lines = ImageFixture.ExportOrSkip(place.Join("hive"));

        string hex = string.Join(',', data.Select(static b => b.ToString("x2", null)));
        Assert.Contains(lines, line => line.StartsWith(@"[H\Grüße\日本語 ığ]", StringComparison.Ordinal)
            && line.EndsWith(hex, StringComparison.Ordinal));
        Assert.Contains(@"[H\plain\a] ""kurz""=hex(3):01,02,03,04,05", lines);
        Assert.Contains(@"[H\leer]", lines);
    }

    [Fact]
    public void Names_AreComparedWhole()
    {
        // A key and a value with a zero and with half of a pair: Windows allows any units, and shows what is before.
        MemoryHiveBench bench = new(HiveFormat.Machine);
        string[] odd = ["Run\0more", "\ud800halb", "halb\udc00"];
        foreach (string name in odd)
        {
            bench.Hive.CreateKey(["k", name]);
            bench.Hive.Set(["k"], name, RegistryValue.Number(1));
        }

        Assert.False(bench.Hive.KeyExists(["k", "Run"]));
        Assert.Null(bench.Hive.Find(["k"], "Run"));
        bench.Set("k", "Run", [9]);
        bench.Hive.CreateKey(["k", "run"]);
        MemoryHiveBench again = new(bench.SaveSound());
        Assert.Equal(
            odd.Append("run").Order(StringComparer.Ordinal),
            again.Hive.SubkeyNames(["k"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            odd.Append("Run").Order(StringComparer.Ordinal),
            again.Hive.ValueNames(["k"]).Order(StringComparer.Ordinal));
        Assert.Equal([9], again.Get("k", "RUN"));
        again.Hive.DeleteValue(["k"], "Run");
        Assert.Equal(3, again.Hive.ValueNames(["k"]).Count);
        _ = again.SaveSound();
    }

    public static TheoryData<string> Shared => ["data", "value", "values", "keys", "class", "key"];

    /// <summary>
    /// Whoever made such a hive wants that a record is freed twice, or that a change of one key changes another.
    /// </summary>
    [Theory]
    [MemberData(nameof(Shared))]
    public void SharedRecords_AreNotTouched(string what)
    {
        MemoryHiveBench bench = new(HiveFormat.Machine);
        bench.Set("Eins", "AAAA", new byte[40]);
        bench.Set("Zwei", "BBBB", new byte[40]);
        bench.Hive.CreateKey(["Eins", "a"]);
        bench.Hive.CreateKey(["Zwei", "b"]);
        HiveBytesView view = new(bench.SaveSound());
        Share(view, what);
        MemoryHiveBench hostile = new(view.Bytes);

        Action[] changes = what switch
        {
            "keys" => [() => hostile.Hive.CreateKey(["Eins", "c"]), () => hostile.Hive.CreateKey(["Zwei", "c"])],
            "class" => [() => hostile.Hive.DeleteKey(["Eins", "a"])],
            "key" => [() => hostile.Hive.DeleteKey(["Eins", "a"]), () => hostile.Hive.CreateKey(["Zwei", "a", "x"])],
            _ =>
            [
                () => hostile.Hive.DeleteValue(["Zwei"], hostile.Hive.ValueNames(["Zwei"])[0]),
                () => hostile.Set("Eins", hostile.Hive.ValueNames(["Eins"])[0], new byte[40]),
            ],
        };
        Assert.All(changes, change => ImageFixture.Refused(SetupError.DamagedHive, change));

        // Nothing was begun: what else there is can be changed and saved.
        hostile.Set("Drei", "x", [1]);
        Assert.Equal(view.BinsSize, new HiveBytesView(hostile.Save()).BinsSize);
    }

    [Fact]
    public void DataThatAreNotThere_AreNotFreed()
    {
        // The data of the empty value are said to be where those of the other key are.
        MemoryHiveBench bench = new(HiveFormat.Machine);
        bench.Set("Eins", "AAAA", new byte[40]);
        bench.Set("Zwei", "BBBB", new byte[40]);
        HiveBytesView view = new(bench.SaveSound());
        long value = HiveBytesView.At(view.FindValue("Zwei", "BBBB"));
        view.Put(value + 8, view.Number(HiveBytesView.At(view.FindValue("Eins", "AAAA")) + 8));
        view.Put(value + 4, 0);
        MemoryHiveBench hostile = new(view.Bytes);

        hostile.Hive.DeleteValue(["Zwei"], "BBBB");
        hostile.Set("Zwei", "CCCC", Enumerable.Repeat((byte)7, 40).ToArray());

        Assert.Equal(new byte[40], hostile.Get("Eins", "AAAA"));
    }

    [Fact]
    public void LongValues_AreReplacedOnlyWhenTheyCanComeBack()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip(new WindowsImageOptions { Format = HiveFormat.Saved });
        MemoryHiveBench bench = new(File.ReadAllBytes(fixture.Image.Software));
        bench.Set("Large", "v", new byte[HiveAbi.MaxValue + 1]);
        File.WriteAllBytes(fixture.Image.Software, bench.SaveSound());
        byte[] before = File.ReadAllBytes(fixture.Image.Software);
        using PedOS.Tools.Engine.Images.ImageMachine machine = fixture.Open();

        SetupException e = ImageFixture.Refused(
            SetupError.UnsupportedHive,
            () => machine.Registry.Set(@"HKLM\SOFTWARE\Large", "v", RegistryValue.Number(1)));
        _ = ImageFixture.Refused(
            SetupError.UnsupportedHive, () => machine.Registry.DeleteValue(@"HKLM\SOFTWARE\Large", "v"));

        Assert.DoesNotContain("damaged", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("backup", e.Remedy, StringComparison.Ordinal);
        machine.Commit();
        Assert.Equal(before, File.ReadAllBytes(fixture.Image.Software));
    }

    [Fact]
    public void Hive_IsNotSaved_AfterAChangeThatEndedInItsMiddle()
    {
        using MemoryStream file = new(MinimalHive.Build());
        MemoryHive hive = new("HIVE", HiveCells.Read(file, out _, longest: 3 * HiveAbi.MaxValue)!);
        hive.CreateKey(["k"]);
        RegistryValue value = new(RegistryValueType.Binary, new byte[HiveAbi.MaxValue]);
        hive.Set(["k"], "1", value);
        hive.Set(["k"], "2", value);
        using MemoryStream saved = new();
        hive.Save(saved);

        SetupException e = ImageFixture.Refused(SetupError.UnsupportedHive, () => hive.Set(["k"], "3", value));

        Assert.Contains("longer than a hive may be", e.Message, StringComparison.Ordinal);
        _ = ImageFixture.Refused(SetupError.DamagedHive, () => hive.CreateKey(["x"]));
        _ = ImageFixture.Refused(SetupError.DamagedHive, () => hive.Save(saved));
    }

    private const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services\";

    private static string Name(int i) => (i % 5) switch
    {
        0 => $"Schlüssel {i}",
        1 => $"日本 {i}",
        2 => $"ığ_{i}",
        3 => $"{{{i:d8}}}",
        _ => $"k{i}",
    };

    private static void Share(HiveBytesView view, string what)
    {
        uint one = view.Find("Eins");
        uint two = view.Find("Zwei");
        switch (what)
        {
            case "data":
                view.Put(
                    HiveBytesView.At(view.FindValue("Zwei", "BBBB")) + 8,
                    view.Number(HiveBytesView.At(view.FindValue("Eins", "AAAA")) + 8));
                break;
            case "value":
                view.Put(HiveBytesView.At(view.Number(HiveBytesView.At(two) + 40)), view.FindValue("Eins", "AAAA"));
                break;
            case "values":
                view.Put(HiveBytesView.At(two) + 40, view.Number(HiveBytesView.At(one) + 40));
                break;
            case "keys":
                view.Put(HiveBytesView.At(two) + 28, view.Number(HiveBytesView.At(one) + 28));
                break;
            case "class":
                // The class name of a key is the list of values of the other.
                view.Put(HiveBytesView.At(view.Find(@"Eins\a")) + 48, view.Number(HiveBytesView.At(two) + 40));
                view.PutShort(HiveBytesView.At(view.Find(@"Eins\a")) + 74, 4);
                break;
            default:
                view.Put(HiveBytesView.At(view.Leaves(two)[0]) + 4, view.Find(@"Eins\a"));
                break;
        }
    }
}
