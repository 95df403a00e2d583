using System.Globalization;
using PedOS.Agents.Logging;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogRotationTests
{
    private const int Limit = 20000;

    // No process has this id: Linux ends at 4194304, Windows ids are multiples of four.
    private const int NoProcess = 2000000001;

    [PatientFact(Timeout = Limit)]
    public async Task Write_BeginsNewFile_BeforeOneGetsTooLarge()
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { MaxSize = 65536 });
        for (int i = 0; i < 3000; i++)
        {
            fixture.Log.Info($"message {i}");
            if (i % 100 == 0)
            {
                await fixture.FlushAsync();
            }
        }

        await fixture.FlushAsync();
        string[] files = LogFixture.Files(fixture.LogDirectory);
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 65536));
        Assert.All(
            files, f => Assert.Contains(" I PedOS Windows Tools ", LogFixture.Read(f)[0], StringComparison.Ordinal));
        Assert.EndsWith("_2.log", files[1], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 3000).Select(i => $"message {i}"),
            LogFixture.Lines(fixture.LogDirectory).Select(l => string.Join(' ', l.Split(' ')[2..])));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_KeepsToTheSize_WhenMessagesAreAsLongAsCanBe()
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { MaxSize = 65536 });
        for (int i = 0; i < 40; i++)
        {
            fixture.Log.Info($"{i} " + new string('東', 5000));
            fixture.Log.Warning($"{i} " + new string('東', 5000), new IOException(new string('京', 5000)));
        }

        await fixture.FlushAsync();
        string[] files = LogFixture.Files(fixture.LogDirectory);
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 65536));
        Assert.Equal(80, LogFixture.Lines(fixture.LogDirectory).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_RemovesOldFilesOfThisProgramOnly()
    {
        await using LogFixture fixture = new();
        Directory.CreateDirectory(fixture.LogDirectory);
        DateTime old = fixture.Time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(8);
        string[] removed =
        [
            $"qrexec-agent-20261101-000000-{NoProcess}.log",
            $"qrexec-agent-20261101-000000-{NoProcess}_12.log",
            $"qrexec-agent-20261101-000001-{Environment.ProcessId}.log",
        ];
        string[] foreign =
        [
            $"qrexec-agent-extra-20261101-000000-{NoProcess}.log",
            $"qrexec-wrapper-20261101-000000-{NoProcess}.log",
            $"qrexec-agent-20261101-000000-{NoProcess}.log.gz",
            $"qrexec-agent-20261101-000000-{NoProcess}.txt",
            $"qrexec-agent-20261301-000000-{NoProcess}.log",
            "qrexec-agent-20261101-000000-.log",
            "qrexec-agent-20261101-000000-1x.log",
            "qrexec-agent-20261101-000000-1_.log",
            "qrexec-agent-.log",
            "qrexec-agent.log",
            "notes.txt",
        ];
        string running = $"qrexec-agent-20261101-000000-{RunningProcess()}.log";
        string young = $"qrexec-agent-20261115-000000-{NoProcess}.log";
        foreach (string name in (string[])[.. removed, .. foreign, running, young])
        {
            await File.WriteAllTextAsync(Path.Combine(fixture.LogDirectory, name), "x\n");
            File.SetLastWriteTimeUtc(Path.Combine(fixture.LogDirectory, name), old);
        }

        File.SetLastWriteTimeUtc(Path.Combine(fixture.LogDirectory, young), old + TimeSpan.FromDays(2));
        fixture.Configure(o => o with { Retention = TimeSpan.FromDays(7) });
        fixture.Log.Info("hello");
        await fixture.FlushAsync();

        string own = $"qrexec-agent-20261121-223000-{Environment.ProcessId}.log";
        Assert.Equal(
            ((string[])[.. foreign, running, young, own]).Order(StringComparer.Ordinal),
            Directory.GetFiles(fixture.LogDirectory).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Rotation_RemovesOldFiles_ButNotTheOpenOne()
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { MaxSize = 65536 });
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        string first = Assert.Single(LogFixture.Files(fixture.LogDirectory));

        // Nobody wrote for a long time: the open file is old and stays.
        File.SetLastWriteTimeUtc(first, DateTime.UnixEpoch);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Log.Info("second");
        await fixture.FlushAsync();
        Assert.Equal([first], LogFixture.Files(fixture.LogDirectory));

        for (int i = 0; i < 2000; i++)
        {
            fixture.Log.Info($"message {i}");
        }

        await fixture.FlushAsync();
        string[] files = LogFixture.Files(fixture.LogDirectory);
        Assert.Equal(2, files.Length);
        File.SetLastWriteTimeUtc(files[0], DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(files[1], DateTime.UnixEpoch);
        for (int i = 0; i < 2000; i++)
        {
            fixture.Log.Info($"message {i} again");
        }

        await fixture.FlushAsync();
        Assert.DoesNotContain(first, LogFixture.Files(fixture.LogDirectory));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_RemovesOldestFiles_AndSaysSo_WhenTogetherTheyAreTooLarge()
    {
        await using LogFixture fixture = new();
        Directory.CreateDirectory(fixture.LogDirectory);
        for (int i = 0; i < 70; i++)
        {
            string stamp = string.Create(CultureInfo.InvariantCulture, $"20261121-10{i % 60:00}{i / 60:00}");
            string path = Path.Combine(fixture.LogDirectory, $"qrexec-agent-{stamp}-{NoProcess}.log");
            await File.WriteAllBytesAsync(path, new byte[65536]);
            File.SetLastWriteTimeUtc(path, fixture.Time.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(i));
        }

        fixture.Configure(o => o with { MaxSize = 65536 });
        fixture.Log.Info("hello");
        await fixture.FlushAsync();
        Assert.Equal(65, LogFixture.Files(fixture.LogDirectory).Length);
        string own = LogFixture.Files(fixture.LogDirectory).Single(f => f.Contains("-2230", StringComparison.Ordinal));
        Assert.Contains(
            " W 6 log files were removed before LogRetention, 6 of them less than a day old: together",
            LogFixture.Read(own)[1],
            StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_DoesNotCallFilesYoung_ThatAreNot()
    {
        await using LogFixture fixture = new();
        Directory.CreateDirectory(fixture.LogDirectory);
        for (int i = 0; i < 70; i++)
        {
            string stamp = string.Create(CultureInfo.InvariantCulture, $"20261101-10{i / 60:00}{i % 60:00}");
            string path = Path.Combine(fixture.LogDirectory, $"qrexec-agent-{stamp}-{NoProcess}.log");
            await File.WriteAllBytesAsync(path, new byte[65536]);
            DateTime now = fixture.Time.GetUtcNow().UtcDateTime;
            File.SetLastWriteTimeUtc(path, now - (i < 66 ? TimeSpan.FromHours(23) : TimeSpan.FromHours(25)));
        }

        fixture.Configure(o => o with { MaxSize = 65536 });
        fixture.Log.Info("hello");
        await fixture.FlushAsync();
        string own = LogFixture.Files(fixture.LogDirectory).Single(f => f.Contains("-2230", StringComparison.Ordinal));
        Assert.Contains(
            " W 6 log files were removed before LogRetention, 2 of them less than a day old: together",
            LogFixture.Read(own)[1],
            StringComparison.Ordinal);
    }

    private static int RunningProcess() =>
        System.Diagnostics.Process.GetProcesses().First(p => p.Id != Environment.ProcessId && p.Id != 0).Id;
}
