using System.Diagnostics;
using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// How long a program takes to start, beside the smallest one there can be: a C program that says hello.
/// </summary>
public sealed class StartTimeTests(ITestOutputHelper output)
{
    private const int Rounds = 15;

    // A quarter of the rounds is disturbed on no machine that is worth measuring on.
    private const int Counted = Rounds / 4;

    // 1.2 is the target, and reached on one processor; on two it depends on where the system puts program and server.
    // What lies above tells of a DLL or an initialiser more.
    private const double MaxRatio = 2.5;

    private const string Compiler = "/usr/bin/x86_64-w64-mingw32-gcc";

    private static readonly string[] Programs = ["pedosdb", "qrexec-client-vm", "pedos-rpc", "setup"];

    [PatientFact(Timeout = 240_000)]
    public async Task Programs_StartNearlyAsFastAsHello()
    {
        WineGuest.SkipWhereMissing();
        Assert.SkipUnless(File.Exists(Compiler), "there is no compiler for a Windows program in C");
        using TestDirectory directory = new();
        string hello = Path.Join(directory.FullPath, "hello.exe");
        string source = Path.Join(directory.FullPath, "hello.c");
        await File.WriteAllTextAsync(
            source,
            "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n",
            TestContext.Current.CancellationToken);
        using (Process compile = Process.Start(Compiler, ["-O2", "-s", source, "-o", hello]))
        {
            await compile.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, compile.ExitCode);
        }

        string[] all = [hello, .. Programs.Select(WineGuest.PathOf)];
        Dictionary<string, List<double>> times = all.ToDictionary(static path => path, static _ => new List<double>());
        await MeasureAsync(hello); // starts what Wine keeps running
        for (int round = 0; round < Rounds; round++)
        {
            // in turn, so that a busy machine is busy for all of them
            foreach (string path in all)
            {
                times[path].Add(await MeasureAsync(path));
            }
        }

        double reference = Typical(times[hello]);
        foreach (string path in all)
        {
            double time = Typical(times[path]);
            output.WriteLine($"{Path.GetFileName(path),-22} {time,6:F1} ms  {time / reference:F2} x");
        }

        Assert.All(Programs, name => Assert.InRange(Typical(times[WineGuest.PathOf(name)]) / reference, 0, MaxRatio));
    }

    private static double Typical(List<double> times) => times.Order().ElementAt(Counted);

    private static async Task<double> MeasureAsync(string path)
    {
        ProcessStartInfo start = new(Requirement.WineLoader, [path, "--help"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        Assert.Equal(0, process.ExitCode);
        return time.TotalMilliseconds;
    }
}
