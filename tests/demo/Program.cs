using System.Diagnostics;
using System.Globalization;
using System.Text;
using PedOS.Demo;
using PedOS.TestKit.Programs;

// A hung program must not hang the demo: it ends by itself, and not with 0.
using CancellationTokenSource limit = new(TimeSpan.FromSeconds(28));
Console.OutputEncoding = new UTF8Encoding(false);
bool colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
long begin = Stopwatch.GetTimestamp();
await using Stage stage = new(Console.WriteLine, colour);
stage.Line("PedOS Windows Tools: a guest and its dom0");
stage.Line();
stage.Line($"programs   {ProgramsPlace.FullPath}");
stage.Line("transport  vchan over Unix sockets; dom0 is scripted, the guest's programs are the real ones");
int number = 0;
foreach (IScene scene in Playbill.Scenes)
{
    stage.Line();
    stage.Line($"{++number}  {scene.Title}");
    try
    {
        await scene.PlayAsync(stage, limit.Token);
    }
    catch (Exception e)
    {
        // Whatever went wrong is a claim that does not hold; the other scenes are still worth seeing.
        stage.Fail(e);
    }

    if (number == 1 && stage.Failures > 0)
    {
        // Without a guest there is nothing else to see.
        break;
    }
}

double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
stage.Line();
stage.Line(string.Create(
    CultureInfo.InvariantCulture,
    $"{number} scenes, {stage.Checks} claims, {stage.Failures} failed, {seconds:0.0} s"));
return stage.Failures == 0 ? 0 : 1;
