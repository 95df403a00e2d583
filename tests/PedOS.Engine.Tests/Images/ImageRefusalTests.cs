using System.Buffers.Binary;
using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>What is not opened, and that nothing happens to it.</summary>
public sealed class ImageRefusalTests
{
    [Fact]
    public void Open_Refuses_WhatIsNoWindows()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        string config = fixture.Image.At(@"Windows\System32\config");

        _ = Refused(SetupError.NotAnImage, config);
        _ = Refused(SetupError.NotAnImage, fixture.Image.At("nowhere"));
        _ = Refused(SetupError.InvalidArgument, "");
        _ = Refused(SetupError.InvalidArgument, "a\0b");
    }

    [Fact]
    public void Open_Refuses_WhenTheRegistryDoesNotTellWhereWindowsIs()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImage.Edit(
            fixture.Image.Software,
            static hive => hive.SetText(@"Microsoft\Windows NT\CurrentVersion", "SystemRoot", @"..\Windows"));

        _ = Refused(SetupError.NotAnImage, fixture.Image.Root);
    }

    [Theory]
    [InlineData("hibr")]
    [InlineData("HIBR")]
    [InlineData("RSTR")]
    public void Open_Refuses_WhatSleeps(string signature)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        File.WriteAllText(fixture.Image.At("HiberFil.sys"), signature + new string('\0', 4096));

        SetupException e = Refused(SetupError.ImageInUse, fixture.Image.Root);

        Assert.Contains("shutdown /s", e.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wake")]
    [InlineData("\0\0\0\0")]
    [InlineData("")]
    public void Open_Takes_WhatHasWokenUp(string signature)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        File.WriteAllText(fixture.Image.At("hiberfil.sys"), signature);

        using ImageMachine machine = fixture.Open();

        Assert.Equal(22631, machine.Facts.Build);
    }

    [Fact]
    public void Open_Refuses_WhatWasNotShutDown()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        byte[] hive = File.ReadAllBytes(fixture.Image.Software);
        hive[4]++; // the write that was begun last
        Seal(hive);
        File.WriteAllBytes(fixture.Image.Software, hive);

        SetupException e = Refused(SetupError.ImageInUse, fixture.Image.Root);

        Assert.Contains(fixture.Image.Software, e.Message, StringComparison.Ordinal);
        Assert.Equal(hive, File.ReadAllBytes(fixture.Image.Software));
    }

    [Theory]
    [InlineData(0, 0)] // no signature
    [InlineData(508, 0)] // checksum
    [InlineData(28, 1)] // a log
    [InlineData(20, 2)] // major version
    [InlineData(24, 7)] // minor version
    [InlineData(40, 0x7fff)] // bins of no whole page
    [InlineData(36, 0x21)] // root key between records
    [InlineData(4096, 0)] // first bin
    [InlineData(4096 + 8, 0x1001)] // its size
    [InlineData(4096 + 32, 0)] // first record: no size
    [InlineData(4096 + 32, 0x7ffffff8)] // longer than its bin
    public void Open_Refuses_ADamagedHive(int at, int word)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        byte[] hive = File.ReadAllBytes(fixture.Image.System);
        BinaryPrimitives.WriteInt32LittleEndian(hive.AsSpan(at), word);
        if (at != 508)
        {
            Seal(hive);
        }

        File.WriteAllBytes(fixture.Image.System, hive);

        SetupException e = Refused(SetupError.DamagedHive, fixture.Image.Root);

        Assert.Contains(fixture.Image.System, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4000)]
    [InlineData(4096)]
    [InlineData(12000)]
    public void Open_Refuses_AShortHive(int length)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        using (FileStream file = File.OpenWrite(fixture.Image.System))
        {
            file.SetLength(length);
        }

        _ = Refused(SetupError.DamagedHive, fixture.Image.Root);
    }

    [Fact]
    public void Open_Refuses_AMissingHiveAndALinkInItsPlace()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        File.Move(fixture.Image.System, fixture.Image.System + ".old");
        _ = Refused(SetupError.DamagedHive, fixture.Image.Root);

        _ = File.CreateSymbolicLink(fixture.Image.System, fixture.Image.System + ".old");
        _ = Refused(SetupError.UnsafePath, fixture.Image.Root);
    }

    [Fact]
    public void Open_Refuses_WhenNoControlSetIsTheDefault()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImage.Edit(fixture.Image.System, static hive => hive.SetNumber("Select", "Default", 2));

        _ = Refused(SetupError.DamagedHive, fixture.Image.Root);
    }

    [Fact]
    public void Changes_AreRefused_WhenItWasOpenedForReading()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImageSnapshot before = fixture.SnapshotOrSkip();
        using (ImageMachine machine = fixture.Open(ImageUse.Read))
        {
            Action[] changes =
            [
                () => machine.Files.Write(@"C:\x", new MemoryStream(), null, null),
                () => machine.Files.CreateDirectory(@"C:\x", null),
                () => machine.Files.Delete(@"C:\pagefile.sys"),
                () => machine.Files.DeleteDirectory(@"C:\Windows\Temp"),
                () => machine.Files.Move(@"C:\pagefile.sys", @"C:\x"),
                () => machine.Files.Link(@"C:\pagefile.sys", @"C:\x"),
                () => machine.Files.SetAccess(@"C:\pagefile.sys", AccessRule.Programs),
                () => machine.Files.OpenAppend(@"C:\x").Dispose(),
                () => machine.Registry.Set(@"HKLM\SOFTWARE\x", "", RegistryValue.Number(1)),
                () => machine.Registry.CreateKey(@"HKLM\SOFTWARE\x"),
                () => machine.Services.Delete("Dhcp"),
            ];
            Assert.All(changes, static change => ImageFixture.Refused(SetupError.ReadOnly, change));
            machine.Commit();
        }

        Assert.Empty(before.DifferenceTo(fixture.Image.Snapshot()));
    }

    private static SetupException Refused(SetupError error, string root) =>
        ImageFixture.Refused(error, () => ImageMachine.Open(root).Dispose());

    private static void Seal(byte[] hive)
    {
        uint sum = 0;
        for (int i = 0; i < 508; i += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(hive.AsSpan(i));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(508), sum);
    }
}
