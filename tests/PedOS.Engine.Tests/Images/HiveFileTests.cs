using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>How a hive's file is replaced.</summary>
public sealed class HiveFileTests : IDisposable
{
    private const string Key = @"HKLM\SYSTEM\CurrentControlSet\Control\PedOS";
    private readonly ImageFixture _fixture = ImageFixture.CreateOrSkip();

    private string Hive => _fixture.Image.System;

    [Fact]
    public void PowerCut_LeavesTheOldHive_AndTheNextChangeCleansUp()
    {
        byte[] before = File.ReadAllBytes(Hive);
        using (HiveFile file = HiveFile.Open(Hive, Hive, ImageUse.Change, HostVolume.Current))
        {
            file.BeginChange();
            file.Content.CreateKey(["neu"]);
            file.Stage();

            // The power is cut here: what is on the disk now is what the next start finds.
            File.WriteAllBytes(Hive + ".cut", HiveProbe.Read(Hive + ".pedos-new"));
            Assert.Equal(before, HiveProbe.Read(Hive));
        }

        File.Move(Hive + ".cut", Hive + ".pedos-new");
        using (ImageMachine machine = _fixture.Open())
        {
            Assert.False(machine.Registry.KeyExists(@"HKLM\SYSTEM\neu"));
            machine.Registry.CreateKey(Key);
            machine.Commit();
        }

        Assert.False(File.Exists(Hive + ".pedos-new"));
        using ImageMachine again = _fixture.Open();
        Assert.True(again.Registry.KeyExists(Key));
        Assert.False(again.Registry.KeyExists(@"HKLM\SYSTEM\neu"));
    }

    [Fact]
    public void Stage_LeavesNothing_WhenItIsNotAdopted()
    {
        using (HiveFile file = HiveFile.Open(Hive, Hive, ImageUse.Change, HostVolume.Current))
        {
            file.BeginChange();
            file.Content.CreateKey(["neu"]);
            file.Stage();
            Assert.True(File.Exists(Hive + ".pedos-new"));
        }

        Assert.False(File.Exists(Hive + ".pedos-new"));
    }

    [Fact]
    public void Stage_FollowsNoLink()
    {
        using TemporaryDirectory outside = new();
        File.WriteAllText(outside.Join("victim"), "x");
        _ = File.CreateSymbolicLink(Hive + ".pedos-new", outside.Join("victim"));

        using (ImageMachine machine = _fixture.Open())
        {
            machine.Registry.CreateKey(Key);
            machine.Commit();
        }

        Assert.Equal("x", File.ReadAllText(outside.Join("victim")));
        Assert.Null(new FileInfo(Hive).LinkTarget);
    }

    [Fact]
    public void Commit_CountsTheSequence_AndLeavesTheLogs()
    {
        using HiveProbe probe = new(Hive, "Select");
        (uint first, uint _) = probe.Sequences;
        byte[] log = File.ReadAllBytes(Hive + ".LOG1");

        using ImageMachine machine = _fixture.Open();
        machine.Registry.CreateKey(Key);
        machine.Commit();
        Assert.Equal((first + 1, first + 1), probe.Sequences);
        machine.Registry.Set(Key, "v", RegistryValue.Number(1));
        machine.Commit();

        Assert.Equal((first + 2, first + 2), probe.Sequences);
        Assert.Equal(log, File.ReadAllBytes(Hive + ".LOG1"));
    }

    [Fact]
    public void Commit_WritesChangedHivesAlone()
    {
        byte[] software = File.ReadAllBytes(_fixture.Image.Software);
        DateTime written = File.GetLastWriteTimeUtc(_fixture.Image.Software);
        using (ImageMachine machine = _fixture.Open())
        {
            // Equal values are no change.
            machine.Registry.Set(
                @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System",
                "EnableLUA",
                RegistryValue.Number(1));
            machine.Registry.DeleteValue(@"HKLM\SOFTWARE\Microsoft", "nicht da");
            machine.Registry.CreateKey(@"HKLM\SOFTWARE\Microsoft\Windows");
            machine.Registry.CreateKey(Key);
            machine.Commit();
        }

        Assert.Equal(software, File.ReadAllBytes(_fixture.Image.Software));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_fixture.Image.Software));
    }

    [Fact]
    public void Commit_KeepsTheMode()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(Hive, Mode);

        using ImageMachine machine = _fixture.Open();
        machine.Registry.CreateKey(Key);
        machine.Commit();

        Assert.Equal(Mode, File.GetUnixFileMode(Hive));
    }

    [Fact]
    public void Change_IsRefused_WhileAnotherChanges()
    {
        using ImageMachine first = _fixture.Open();
        using ImageMachine second = _fixture.Open();
        first.Registry.CreateKey(Key);

        _ = ImageFixture.Refused(SetupError.Busy, () => second.Registry.CreateKey(Key + @"\b"));
        first.Commit();
        _ = ImageFixture.Refused(SetupError.Busy, () => second.Registry.CreateKey(Key + @"\b"));
        first.Dispose();

        // What it read is not what is on the disk any more.
        SetupException e = ImageFixture.Refused(SetupError.Busy, () => second.Registry.CreateKey(Key + @"\b"));
        Assert.Contains("since it was opened", e.Message, StringComparison.Ordinal);
        using ImageMachine third = _fixture.Open();
        third.Registry.CreateKey(Key + @"\b");
        third.Commit();
    }

    [Fact]
    public void Readers_SeeTheOldOrTheNewHive()
    {
        using ImageMachine reader = _fixture.Open(ImageUse.Read);
        using ImageMachine writer = _fixture.Open();
        writer.Registry.CreateKey(Key);
        writer.Commit();

        Assert.False(reader.Registry.KeyExists(Key));
        using ImageMachine later = _fixture.Open(ImageUse.Read);
        Assert.True(later.Registry.KeyExists(Key));
    }

    [Fact]
    public void Commit_GoesOn_AfterManyChanges()
    {
        using (ImageMachine machine = _fixture.Open())
        {
            for (int i = 0; i < 300; i++)
            {
                machine.Registry.Set($@"{Key}\Nr {i}", "Wert", RegistryValue.Text(new string('ä', i)));
            }

            machine.Commit();
            for (int i = 0; i < 300; i += 2)
            {
                machine.Registry.DeleteValue($@"{Key}\Nr {i}", "Wert");
                machine.Registry.DeleteKey($@"{Key}\Nr {i}");
            }

            machine.Commit();
        }

        using ImageMachine again = _fixture.Open();
        Assert.Equal(150, again.Registry.SubkeyNames(Key).Count);
        Assert.Equal(new string('ä', 299), again.Registry.Find(Key + @"\Nr 299", "Wert")?.AsText());
        _ = ImageFixture.ExportOrSkip(Hive);
    }

    public void Dispose() => _fixture.Dispose();
}
