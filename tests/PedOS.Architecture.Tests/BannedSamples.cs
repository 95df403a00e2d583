using System.Diagnostics;

namespace PedOS.Architecture.Tests;

/// <summary>Compiled so that the scan has something to find; never called.</summary>
internal static class BannedSamples
{
    public static string ReadsTheClock() => $"{DateTime.UtcNow}{DateTimeOffset.Now}{File.Exists("a")}";

    public static void Sleeps() => Thread.Sleep(1);

    public static void FlushesUnchecked(FileStream file) => file.Flush(flushToDisk: true);

    public static void GoodFlush(FileStream file) => file.Flush();

    public static Task StartsWork() => Task.Run(static () => { });

    public static Task Waits() => Task.Delay(1);

    public static Process? StartsAShell() => Process.Start(new ProcessStartInfo("a") { UseShellExecute = true });

    public static void Exits() => Environment.Exit(1);

    public static async void IsAsyncVoid() => await Task.Yield();

    public static Process? GoodStart() => Process.Start(new ProcessStartInfo("a") { UseShellExecute = false });

    public static Task GoodWait(TimeProvider time) => Task.Delay(TimeSpan.FromSeconds(1), time);
}
