using System.Diagnostics;
using System.Globalization;
using PedOS.TestKit.Dom0;

namespace PedOS.Demo.Scenes;

/// <summary>Every port in use at once.</summary>
internal sealed class CrowdScene : IScene
{
    private const int Calls = 256;

    public string Title => "As many calls at once as dom0 has ports";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        CallResult[] results = await Task.WhenAll(Enumerable.Range(0, Calls).Select(n => stage.Guest.ShellAsync(
            $"read x; exit {n % 100}", "go\n"u8.ToArray(), cancellationToken)));
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        int right = results.Where((result, n) => result.ExitCode == n % 100).Count();
        stage.CheckEqual("exit codes that are right", Calls, right, string.Create(
            CultureInfo.InvariantCulture, $"{right} of {Calls}, {Calls / time.TotalSeconds:0} calls per second"));
        stage.CheckEqual("ports not given back", 0, stage.Guest.Dom0.PortsInUse);
    }
}
