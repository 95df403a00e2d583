using System.Diagnostics;

namespace PedOS.Demo.Scenes;

/// <summary>The agent starts and meets dom0.</summary>
internal sealed class ArrivalScene : IScene
{
    public string Title => "The guest's agent starts and meets dom0";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        await stage.Guest.StartAsync(cancellationToken);
        TimeSpan met = Stopwatch.GetElapsedTime(begin);
        stage.Check(
            "handshake on the control channel", stage.Guest.Dom0.IsConnected, $"{Stage.Milliseconds(met)} after start");
        await stage.Guest.WaitForAgentSocketAsync(cancellationToken);
        TimeSpan open = Stopwatch.GetElapsedTime(begin);
        stage.Check("agent takes requests of programs", true, $"{Stage.Milliseconds(open)} after start");
    }
}
