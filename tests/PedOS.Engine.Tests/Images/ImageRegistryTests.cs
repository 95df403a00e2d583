using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

public sealed class ImageRegistryTests : IDisposable
{
    private const string Tools = @"HKLM\SOFTWARE\Invisible Things Lab\PedOS Tools";
    private readonly ImageFixture _fixture = ImageFixture.CreateOrSkip();

    [Fact]
    public void Set_IsReadByAnIndependentProgram()
    {
        using (ImageMachine machine = _fixture.Open())
        {
            IRegistry registry = machine.Registry;
            registry.Set(Tools, "LogDir", RegistryValue.Text(@"C:\Log Ä 日本"));
            registry.Set(Tools, "LogLevel", RegistryValue.Number(4));
            registry.Set(Tools, "", RegistryValue.ExpandText("%x%"));
            registry.Set(Tools + @"\qrexec-agent", "Texte", RegistryValue.Texts(["Ümlaut", "ışık"]));
            registry.Set(Tools, "Leer", new RegistryValue(RegistryValueType.None, []));
            machine.Commit();
        }

        IReadOnlyList<string> export = ImageFixture.ExportOrSkip(_fixture.Image.Software);
        const string Key = @"[H\Invisible Things Lab\PedOS Tools]";
        Assert.Contains(Key + @" ""LogLevel""=dword:00000004", export);
        Assert.Contains(
            Key + @" ""LogDir""=hex(1):43,00,3a,00,5c,00,4c,00,6f,00,67,00,20,00,c4,00,20,00,e5,65,2c,67,00,00",
            export);
        Assert.Contains(Key + " @=hex(2):25,00,78,00,25,00,00,00", export);
        Assert.Contains(
            @"[H\Invisible Things Lab\PedOS Tools\qrexec-agent] ""Texte""=hex(7):dc,00,6d,00,6c,00,61,00,75,00,74,00,"
            + "00,00,31,01,5f,01,31,01,6b,00,00,00,00,00",
            export);
    }

    [Fact]
    public void Values_AreFoundWithoutCase_AndKeepTheirSpelling()
    {
        using (ImageMachine machine = _fixture.Open())
        {
            machine.Registry.Set(Tools + @"\Größe", "Schlüssel", RegistryValue.Number(1));
            machine.Registry.Set(Tools.ToUpperInvariant() + @"\GRÖßE", "SCHLÜSSEL", RegistryValue.Number(2));
            machine.Commit();
        }

        using ImageMachine again = _fixture.Open();
        Assert.Equal(["Größe"], again.Registry.SubkeyNames(Tools));
        Assert.Equal(["Schlüssel"], again.Registry.ValueNames(Tools + @"\größe"));
        Assert.Equal(2u, again.Registry.Find(Tools + @"\grÖße", "sCHLÜSSEl")?.AsNumber());
        Assert.Null(again.Registry.Find(Tools, "nichts"));
        Assert.Null(again.Registry.Find(Tools + @"\nichts", "nichts"));
        Assert.False(again.Registry.KeyExists(Tools + @"\nichts"));
        Assert.Empty(again.Registry.SubkeyNames(Tools + @"\nichts"));
        Assert.Empty(again.Registry.ValueNames(Tools + @"\nichts"));
    }

    [Fact]
    public void DeleteValue_KeepsTheOthersAndTheirOrder()
    {
        using HiveProbe probe = new(_fixture.Image.Software, @"Order");
        string[] names = ["z", "", "Ä", "a", "日本", "b"];
        using (ImageMachine machine = _fixture.Open())
        {
            foreach (string name in names)
            {
                machine.Registry.Set(@"HKLM\SOFTWARE\Order", name, RegistryValue.Text("Wert von " + name));
            }

            machine.Registry.DeleteValue(@"HKLM\SOFTWARE\Order", "ä");
            machine.Registry.DeleteValue(@"HKLM\SOFTWARE\Order", "nicht da");
            machine.Commit();
        }

        Assert.Equal(["z", "", "a", "日本", "b"], probe.ValueNames());
        using ImageMachine again = _fixture.Open();
        Assert.All(
            probe.ValueNames(),
            name => Assert.Equal("Wert von " + name, again.Registry.Find(@"HKLM\SOFTWARE\Order", name)?.AsText()));
    }

    [Fact]
    public void DeleteKey_TakesAnEmptyOneAlone()
    {
        using (ImageMachine machine = _fixture.Open())
        {
            IRegistry registry = machine.Registry;
            registry.CreateKey(Tools + @"\a\b");
            registry.Set(Tools + @"\c", "v", RegistryValue.Number(1));
            registry.DeleteKey(Tools + @"\a");
            registry.DeleteKey(Tools + @"\c");
            registry.DeleteKey(Tools + @"\nicht da");
            registry.DeleteKey(@"HKLM\SOFTWARE");
            Assert.Equal(["a", "c"], registry.SubkeyNames(Tools));
            registry.DeleteKey(Tools + @"\a\b");
            registry.DeleteKey(Tools + @"\a");
            machine.Commit();
        }

        using ImageMachine again = _fixture.Open();
        Assert.Equal(["c"], again.Registry.SubkeyNames(Tools));
    }

    /// <summary>Windows looks for a key by the hash of its name and by halving a sorted list.</summary>
    [Fact]
    public void CreateKey_SortsAndHashesAsWindowsDoes()
    {
        string[] names =
        [
            "Ümlaut", "ähre", "Zebra", "a_b", "aB", "ıspanak", "İzmir", "日本", "عربي", "éclair", "Ö", "z", "Ñandú",
        ];
        using HiveProbe probe = new(_fixture.Image.Software, @"Namen");
        using (ImageMachine machine = _fixture.Open())
        {
            foreach (string name in names)
            {
                machine.Registry.CreateKey($@"HKLM\SOFTWARE\Namen\{name}");
            }

            machine.Commit();

            // The library still has its own idea of the order: the second file must be right as well.
            machine.Registry.CreateKey(@"HKLM\SOFTWARE\Namen\ASCII");
            machine.Commit();
        }

        (string Name, uint Hash)[] found = probe.Subkeys();
        string[] sorted = [.. names.Append("ASCII").OrderBy(static n => n.ToUpperInvariant(), StringComparer.Ordinal)];
        Assert.Equal(sorted, found.Select(static key => key.Name));
        Assert.All(found, static key => Assert.Equal(Hash(key.Name), key.Hash));
    }

    [Fact]
    public void CurrentControlSet_IsTheOneOfTheNextStart()
    {
        WindowsImage.Edit(_fixture.Image.System, static hive =>
        {
            hive.SetNumber("Select", "Default", 2);
            hive.SetText(@"ControlSet002\Control\Session Manager\Environment", "PROCESSOR_ARCHITECTURE", "AMD64");
        });
        using (ImageMachine machine = _fixture.Open())
        {
            machine.Registry.Set(@"HKLM\SYSTEM\currentcontrolset\Control\x", "y", RegistryValue.Number(7));
            Assert.Equal(7u, machine.Registry.Find(@"HKLM\SYSTEM\ControlSet002\Control\x", "y")?.AsNumber());
            Assert.False(machine.Registry.KeyExists(@"HKLM\SYSTEM\ControlSet001\Control\x"));
            machine.Commit();
        }

        Assert.Contains(
            @"[H\ControlSet002\Control\x] ""y""=dword:00000007", ImageFixture.ExportOrSkip(_fixture.Image.System));
    }

    [Theory]
    [InlineData(@"HKU\.DEFAULT\Control Panel\Desktop", "ScreenSaveActive", "1")]
    [InlineData(@"TEMPLATE\Control Panel\Desktop", "Wallpaper", "")]
    [InlineData(@"BCD\Description", "KeyName", "BCD00000000")]
    public void EachRoot_IsAHive(string key, string name, string text)
    {
        using (ImageMachine machine = _fixture.Open())
        {
            Assert.Equal(text, machine.Registry.Find(key, name)?.AsText());
            machine.Registry.Set(key, name, RegistryValue.Text("anders"));
            machine.Commit();
        }

        using ImageMachine again = _fixture.Open();
        Assert.Equal("anders", again.Registry.Find(key, name)?.AsText());
    }

    [Fact]
    public void BootStore_MayBeOnTheOtherPartition()
    {
        File.Delete(_fixture.Image.BootStore);
        using ImageMachine machine = _fixture.Open();

        _ = ImageFixture.Refused(SetupError.DamagedHive, () => machine.Registry.KeyExists("BCD"));
    }

    [Theory]
    [InlineData(@"HKLM\HARDWARE\x")]
    [InlineData(@"HKLM\SOFTWAREX")]
    [InlineData(@"HKCU\Software")]
    [InlineData("")]
    [InlineData(@"HKLM\SOFTWARE\")]
    [InlineData(@"HKLM\SOFTWARE\a\\b")]
    public void Key_IsRefused_WhenItIsImpossible(string key)
    {
        using ImageMachine machine = _fixture.Open();

        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => machine.Registry.KeyExists(key));
        _ = ImageFixture.Refused(
            SetupError.InvalidArgument, () => machine.Registry.Set(key, "", RegistryValue.Number(1)));
    }

    [Fact]
    public void Names_AreRefused_WhenTheyAreTooLongOrHalf()
    {
        using ImageMachine machine = _fixture.Open();
        string key = @"HKLM\SOFTWARE\" + new string('ä', 255);
        machine.Registry.Set(key, new string('ö', 16383), RegistryValue.Number(1));
        machine.Commit();

        Action[] refused =
        [
            () => machine.Registry.CreateKey(key + "x"),
            () => machine.Registry.CreateKey("HKLM\\SOFTWARE\\\ud800"),
            () => machine.Registry.CreateKey(@"HKLM\SOFTWARE\" + string.Join('\\', Enumerable.Repeat("a", 513))),
            () => machine.Registry.Set(key, new string('ö', 16384), RegistryValue.Number(1)),
            () => machine.Registry.Set(key, "\udc00", RegistryValue.Number(1)),
            () => machine.Registry.CreateKey("HKLM\\SOFTWARE\\a\0b"),
            () => machine.Registry.Set(key, "a\0b", RegistryValue.Number(1)),
            () => machine.Registry.Set(key, "x", RegistryValue.Text(new string('x', 512 * 1024))),
        ];
        Assert.All(refused, static action => ImageFixture.Refused(SetupError.InvalidArgument, action));

        // What others have made is looked for by its whole name.
        Assert.Null(machine.Registry.Find(key, "a\0b"));
        Assert.False(machine.Registry.KeyExists("HKLM\\SOFTWARE\\Microsoft\0b"));

        machine.Registry.Set(key, "x", RegistryValue.Text(new string('x', (512 * 1024) - 1)));
        machine.Commit();
        using ImageMachine again = _fixture.Open();
        Assert.Equal((512 * 1024) - 1, again.Registry.Find(key, "x")?.AsText()?.Length);
    }

    [Theory]
    [InlineData(HiveFormat.Machine)]
    [InlineData(HiveFormat.Saved)]
    public void Set_LeavesALargeValueOfTheKeyAsItIs(HiveFormat format)
    {
        byte[] data = new byte[20000];
        new Random(1).NextBytes(data);
        using ImageFixture fixture = ImageFixture.CreateOrSkip(new WindowsImageOptions { Format = format });
        using (ImageMachine machine = fixture.Open())
        {
            machine.Registry.Set(
                @"HKLM\SOFTWARE\Large", "v", new RegistryValue(RegistryValueType.Binary, data));
            machine.Commit();
            machine.Registry.Set(@"HKLM\SOFTWARE\Large", "w", RegistryValue.Number(1));
            machine.Commit();
        }

        using ImageMachine again = fixture.Open();
        Assert.Equal(data, again.Registry.Find(@"HKLM\SOFTWARE\Large", "v")?.ToArray());
        Assert.Empty(HiveRules.Check(File.ReadAllBytes(fixture.Image.Software)));
    }

    /// <summary>What is no record is neither read nor freed; what is beside it can be changed.</summary>
    [Fact]
    public void Set_IsRefused_WhenTheValueIsDamaged()
    {
        WindowsImage.Edit(_fixture.Image.Software, static hive =>
            hive.Set("Damaged", "Kaputt", HiveValueType.Binary, new byte[40]));
        byte[] bytes = File.ReadAllBytes(_fixture.Image.Software);
        int name = bytes.AsSpan().IndexOf("Kaputt"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(name - 20 + 8), 0x24); // where its data is: no begin of a record
        File.WriteAllBytes(_fixture.Image.Software, bytes);
        using ImageMachine machine = _fixture.Open();

        Action[] changes =
        [
            () => machine.Registry.Set(@"HKLM\SOFTWARE\Damaged", "Kaputt", RegistryValue.Number(1)),
            () => machine.Registry.DeleteValue(@"HKLM\SOFTWARE\Damaged", "Kaputt"),
        ];
        Assert.All(changes, static change => ImageFixture.Refused(SetupError.DamagedHive, change));
        machine.Registry.Set(@"HKLM\SOFTWARE\Damaged", "w", RegistryValue.Number(1));
        machine.Commit();
    }

    private static uint Hash(string name) =>
        name.ToUpperInvariant().Aggregate(0u, static (hash, one) => unchecked((hash * 37) + one));

    public void Dispose() => _fixture.Dispose();
}
