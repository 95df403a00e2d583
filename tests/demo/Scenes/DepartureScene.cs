namespace PedOS.Demo.Scenes;

/// <summary>The agent is asked to end.</summary>
internal sealed class DepartureScene : IScene
{
    public string Title => "The agent is asked to end";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        int exitCode = await stage.Guest.Agent.StopAsync();
        stage.CheckEqual("exit code after SIGTERM", 0, exitCode);
        stage.Check("its socket is gone", !File.Exists(stage.Guest.AgentSocket), "removed");
        stage.CheckEqual(
            "rules of the protocol it broke", 0, stage.Guest.Dom0.Violations.Count,
            stage.Guest.Dom0.Violations.Count == 0 ? "none" : string.Join("; ", stage.Guest.Dom0.Violations));
    }
}
