using System.Diagnostics;
using System.Globalization;
using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>
/// How long images take. Bounds are for a loaded machine; the figures are in the output. Nothing else of this program
/// runs meanwhile.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class ImageSpeedTests
{
    // What else the machine does is not ours: the first good round ends it.
    private const int Rounds = 8;

    // One file after the other takes up to twice the copy's time on a quiet machine.
    private const double MaxRatio = 2.5;

    // A tenth of a second on a quiet machine; a loaded one has other work to do meanwhile.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Fact]
    public void OpenAndRead_AreQuick_OnLargeHives()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip(new WindowsImageOptions { SoftwareFill = 100 });
        Assert.InRange(new FileInfo(fixture.Image.Software).Length, 100 << 20, 200 << 20);
        string[] keys =
        [
            .. Enumerable.Range(0, 100).Select(static i => string.Create(
                CultureInfo.InvariantCulture,
                $@"HKLM\SOFTWARE\Classes\CLSID\{i:d4}\{{00020{i % 72:x3}-0000-0000-C000-{i:x12}}}")),
        ];

        // The best of three: what else the machine does must not decide.
        TimeSpan best = Enumerable.Range(0, 3).Min(_ => Measure(() =>
        {
            using ImageMachine machine = fixture.Open();
            Assert.All(keys, key => Assert.NotNull(machine.Registry.Find(key, "State")));
            Assert.Equal(2u, (uint?)machine.Services.Find("Dhcp")?.Start);
        }));

        TestContext.Current.TestOutputHelper?.WriteLine($"open and 102 reads: {best.TotalMilliseconds:f0} ms");
        Assert.True(best < Limit, $"took {best}");
    }

    /// <summary>Against a copy of the system's own that is as durable afterwards.</summary>
    [Fact]
    public void Writing_KeepsUpWithACopy()
    {
        Assert.SkipUnless(WindowsImage.MissingReason is null, WindowsImage.MissingReason ?? "");
        using TemporaryDirectory place = new();
        string root = place.Join("root");
        _ = WindowsImage.Create(root);
        string source = place.Join("source");
        Fill(source);
        double best = double.MaxValue;
        for (int round = 0; round < Rounds && best >= MaxRatio; round++)
        {
            string copy = Path.Join(root, "copy");
            TimeSpan plain = Measure(() =>
            {
                Run("cp", "-r", source, copy);
                Run("sync", "-f", copy);
            });
            Directory.Delete(copy, recursive: true);
            Run("sync", "-f", root);

            using ImageMachine machine = ImageMachine.Open(root);
            TimeSpan ours = Measure(() =>
            {
                Install(machine.Files, source);
                machine.Commit();
            });
            Directory.Delete(Path.Join(root, "Program Files", "Werkzeuge"), recursive: true);
            Run("sync", "-f", root);
            best = Math.Min(best, ours / plain);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"100 MB in 1000 files: copied {plain.TotalMilliseconds:f0} ms, ours {ours.TotalMilliseconds:f0} ms");
        }

        Assert.True(best < MaxRatio, $"in the best of {Rounds} rounds {best:f2} times the copy's time");
    }

    private static void Install(IFileTree files, string source)
    {
        const string Folder = @"C:\Program Files\Werkzeuge";
        files.CreateDirectory(Folder, AccessRule.Programs);
        foreach (string directory in Directory.GetDirectories(source))
        {
            string below = Folder + @"\" + Path.GetFileName(directory);
            files.CreateDirectory(below, null);
            foreach (string file in Directory.GetFiles(directory))
            {
                using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
                files.Write(below + @"\" + Path.GetFileName(file), content, null, null);
            }
        }
    }

    /// <summary>100 MB: 1000 files in 30 directories.</summary>
    private static void Fill(string source)
    {
        byte[] content = new byte[100_000];
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            string directory = Path.Join(source, (i % 30).ToString(CultureInfo.InvariantCulture));
            _ = Directory.CreateDirectory(directory);
            random.NextBytes(content);
            File.WriteAllBytes(Path.Join(directory, $"file{i}.dll"), content);
        }
    }

    private static TimeSpan Measure(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
