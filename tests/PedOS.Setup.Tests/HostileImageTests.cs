using System.Diagnostics;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Setup.Tests;

/// <summary>Images that somebody made for whoever looks at them, and odd ones that Windows makes.</summary>
public sealed class HostileImageTests
{
    private const string Services = @"ControlSet001\Services";
    private static readonly string[] AgentOnly = ["--component", "Agent"];

    [PatientTheory(Timeout = 300_000)]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(1500)]
    public async Task HivesOfTheSavedFormat_AreChangedAndPutBack(int services)
    {
        using SetupBench bench = new(new WindowsImageOptions { Format = HiveFormat.Saved, OtherServices = services });

        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        Assert.All(bench.Image.Hives, static hive => Assert.Empty(HiveRules.Check(File.ReadAllBytes(hive))));
        SetupRun removed = await bench.GoAsync("uninstall");
        Assert.Equal((0, ""), (removed.Code, removed.Error));
        AssertRegistryUnchanged(bench);

        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        SetupRun undone = await bench.GoAsync("undo");
        Assert.Equal((0, ""), (undone.Code, undone.Error));
        AssertRegistryUnchanged(bench);
        Assert.All(bench.Image.Hives, static hive => Assert.Empty(HiveRules.Check(File.ReadAllBytes(hive))));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task ANameWithHalfOfAPair_DisturbsNobody()
    {
        using SetupBench bench = new();
        WindowsImage.Edit(bench.Image.System, static hive => hive.SetNumber(Services + "\\\ue000X", "Start", 4));
        HiveBytesView view = new(File.ReadAllBytes(bench.Image.System));
        Rename(view, "\ue000X", "\ud800X");
        Assert.Empty(HiveRules.Check(view.Bytes));
        File.WriteAllBytes(bench.Image.System, view.Bytes);

        SetupRun installed = await bench.InstallAsync(AgentOnly);
        Assert.Equal((0, ""), (installed.Code, installed.Error));
        Assert.Equal(0, (await bench.GoAsync("test")).Code);
        Assert.Equal(0, (await bench.GoAsync("uninstall")).Code);

        HiveBytesView after = new(File.ReadAllBytes(bench.Image.System));
        uint value = after.FindValue(Services + "\\\ud800X", "Start");
        Assert.Equal(4u, after.Number(HiveBytesView.At(value) + 8));
        Assert.Empty(HiveRules.Check(after.Bytes));
    }

    /// <summary>What libhivex frees twice, which ends the process that called it.</summary>
    [PatientTheory(Timeout = 120_000)]
    [InlineData(40)]
    [InlineData(0)]
    public async Task TwoKeysWithOneRecord_AreRefusedOrLeftAlone(int length)
    {
        using SetupBench bench = new();
        const string Run = @"Microsoft\Windows NT\CurrentVersion\Winlogon";
        const string Target = @"Microsoft\Windows\CurrentVersion\Policies\System";
        WindowsImage.Edit(bench.Image.Software, static hive =>
        {
            hive.Set(Run, "AAAA", HiveValueType.Binary, new byte[40]);
            hive.Set(Target, "BBBB", HiveValueType.Binary, new byte[40]);
        });
        HiveBytesView view = new(File.ReadAllBytes(bench.Image.Software));
        uint list = view.Number(HiveBytesView.At(view.Find(Target)) + 40);
        long value = HiveBytesView.At(view.FindValue(Target, "BBBB"));
        view.Put(value + 8, view.Number(HiveBytesView.At(view.FindValue(Run, "AAAA")) + 8));
        view.Put(value + 4, (uint)length);
        if (length > 0)
        {
            // The list of the key that is changed is the data of another.
            view.Put(value + 8, list);
        }

        File.WriteAllBytes(bench.Image.Software, view.Bytes);
        string[] before = Names(view);

        SetupRun installed = await bench.InstallAsync("--component", "Agent,DisableUac", "--json");

        if (length == 0)
        {
            Assert.Equal(0, installed.Code);
            Assert.Equal(0, (await bench.GoAsync("uninstall")).Code);
        }
        else
        {
            Assert.Equal("DamagedHive", installed.Json.GetProperty("error").GetProperty("id").GetString());
            Assert.Equal(4, installed.Code);
            Assert.DoesNotContain(
                bench.Before.DifferenceTo(bench.Image.FileSnapshot()), static line => line.StartsWith('+'));
            HiveBytesView after = new(File.ReadAllBytes(bench.Image.Software));
            Assert.Equal(before, Names(after));
            Assert.Equal(list, after.Number(HiveBytesView.At(after.FindValue(Target, "BBBB")) + 8));
        }

        string[] Names(HiveBytesView hive) => [.. hive.Values(hive.Find(Target)).Select(hive.ValueName)];
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Undo_SaysSo_WhenNotEverythingCouldBePutBack()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        byte[] whole = File.ReadAllBytes(bench.Image.System);
        HiveBytesView view = new([.. whole]);
        view.PutShort(HiveBytesView.At(view.FindValue(Services + @"\qrexec-agent", "DisplayName")), 0);
        File.WriteAllBytes(bench.Image.System, view.Bytes);

        SetupRun undone = await bench.GoAsync("undo");

        Assert.Equal(6, undone.Code);
        Assert.Contains("(DamagedHive)", undone.Error, StringComparison.Ordinal);
        Assert.Contains("setup undo", undone.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("everything was put back", undone.Output + undone.Error, StringComparison.Ordinal);
        Assert.Equal(6, (await bench.GoAsync("status")).Code);

        File.WriteAllBytes(bench.Image.System, whole);
        Assert.Equal(0, (await bench.GoAsync("undo")).Code);
        AssertRegistryUnchanged(bench);
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("undo")]
    [InlineData("uninstall")]
    public async Task NewHivesOfAPowerCut_GoWithTheNextOperation(string verb)
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        string[] stale = [.. bench.Image.Hives.Select(static hive => hive + ".pedos-new")];
        foreach (string hive in stale)
        {
            await File.WriteAllBytesAsync(hive, new byte[8192]);
        }

        Assert.Equal(0, (await bench.GoAsync(verb)).Code);
        Assert.DoesNotContain(stale, File.Exists);

        // Also where nothing is installed any more.
        await File.WriteAllBytesAsync(stale[0], new byte[8192]);
        Assert.Equal(8, (await bench.GoAsync("uninstall")).Code);
        Assert.DoesNotContain(stale, File.Exists);
        await File.WriteAllBytesAsync(stale[0], new byte[8192]);
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        Assert.DoesNotContain(stale, File.Exists);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task AnImage_CannotSteerTheTerminal()
    {
        using SetupBench bench = new();
        WindowsImage.Edit(bench.Image.Software, static hive => hive.SetText(
            @"Microsoft\Windows NT\CurrentVersion",
            "ProductName",
            "W\u001b]0;title\u0007\u001b[2J\u001b]52;c;eA==\u0007\u202e\nPedOS Windows Tools 9.9.9"));
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        string odd = Path.Join(bench.Books, "x\u001b[2J\u202e.journal");
        await File.WriteAllTextAsync(odd, "no journal at all");

        SetupRun[] runs =
        [
            await bench.GoAsync("status"),
            await bench.GoAsync("test"),
            await bench.GoAsync("uninstall", "--verbose"),
        ];
        File.Delete(odd);
        runs = [.. runs, await bench.GoAsync("status"), await bench.GoAsync("uninstall", "--dry-run")];

        Assert.All(runs, static run => Assert.DoesNotContain(
            run.Output + run.Error, static c => (char.IsControl(c) && c != '\n') || c is '\u202e'));
        Assert.Contains(runs, static run => run.Output.Contains("_[2J", StringComparison.Ordinal));
        Assert.DoesNotContain(runs, static run => run.Output.Split('\n').Any(
            static line => line.StartsWith("PedOS Windows Tools 9", StringComparison.Ordinal)));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task AHostileJournal_CostsSeconds()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        await File.WriteAllBytesAsync(Path.Join(bench.Books, "x.journal"), HostileJournal(64 << 20));
        Stopwatch watch = Stopwatch.StartNew();

        SetupRun status = await bench.GoAsync("status");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(45), $"took {watch.Elapsed}");
        Assert.Contains("(UnreadableJournal)", status.Error, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Looking_EndsWithTheFirstInterrupt()
    {
        using SetupBench bench = new();
        string pipe = bench.AddPipe("Zertifikat ığ.pem");
        using Process process = SetupRun.Start(
            [
                "install", "--dry-run", "--source", bench.Package, "--allow-unsigned", "--trust", pipe,
                "--image", bench.Image.Root,
            ]);

        // A pipe is opened for writing when somebody reads it: then the program looks, and waits.
        using FileStream writer = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write),
            TestContext.Current.CancellationToken).WaitAsync(
                TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        SetupRun run = await SetupRun.EndAsync(process);
        Assert.True(run.Code == 130, $"{run.Code}: {run.Error}");
    }

    [PatientFact(Timeout = 120_000)]
    public async Task APackageWhoseListIsAPipe_IsRefused()
    {
        using SetupBench bench = new();
        bench.Stick("package.json");
        string pipe = Path.Join(bench.Package, "package.json");
        using Process process = SetupRun.Start(
            ["install", "--dry-run", "--source", bench.Package, "--allow-unsigned", "--image", bench.Image.Root]);
        using FileStream writer = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write),
            TestContext.Current.CancellationToken).WaitAsync(
                TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        SetupRun run = await SetupRun.EndAsync(process);
        Assert.Equal(4, run.Code);
        Assert.Contains("(DamagedPackage)", run.Error, StringComparison.Ordinal);
    }

    private static void AssertRegistryUnchanged(SetupBench bench) => Assert.DoesNotContain(
        bench.Before.DifferenceTo(bench.Image.Snapshot()),
        static line =>
            line.StartsWith("- [", StringComparison.Ordinal) || line.StartsWith("+ [", StringComparison.Ordinal));

    /// <summary>Gives a key a name of the same length that does not change its place.</summary>
    private static void Rename(HiveBytesView view, string old, string name)
    {
        uint parent = view.Find(Services);
        uint key = view.Find($@"{Services}\{old}");
        for (int i = 0; i < name.Length; i++)
        {
            view.PutShort(HiveBytesView.At(key) + 76 + (2 * i), name[i]);
        }

        uint leaf = view.Leaves(parent).Single();
        int at = Array.IndexOf(view.Entries(leaf), key);
        view.Put(HiveBytesView.At(leaf) + 8 + (8 * at), HiveBytesView.Hash(name));
    }

    /// <summary>Bytes that look like the begin of a long record at every sixteenth place.</summary>
    private static byte[] HostileJournal(int length)
    {
        byte[] bytes = new byte[length];
        "PedOSJNL"u8.CopyTo(bytes);
        bytes[8] = 1;
        byte[] record = new byte[16];
        for (int at = 12; at + 64 <= length; at += record.Length)
        {
            int body = (Math.Min(length - at - 16, 16 << 20) / 16 * 16) - 12;
            BitConverter.TryWriteBytes(record.AsSpan(0), body);
            BitConverter.TryWriteBytes(record.AsSpan(4), 1);
            BitConverter.TryWriteBytes(record.AsSpan(8), 2);
            record[12] = (byte)'{';
            record[15] = (byte)'}';
            record.CopyTo(bytes, at);
        }

        return bytes;
    }
}
