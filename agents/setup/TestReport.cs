using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>Whether the tools are as they should be, for people and for programs.</summary>
internal static class TestReport
{
    /// <summary>Looks.</summary>
    public static SetupResult Make(IMachine machine)
    {
        ProductState state = new(machine, HealthAdvice.Program);
        HealthCheck[] checks = [.. state.Check()];
        StringBuilder text = new();
        foreach (HealthCheck check in checks)
        {
            text.Append(DisplayText.Format($"{check.State,-8} {check.Name}: {check.Detail}\n"));
            text.Append(check.Remedy.Length == 0 ? "" : DisplayText.Format($"         {check.Remedy}\n"));
        }

        return new SetupResult(
            state.IsNotInstalled() ? ExitCode.NotInstalled
                : checks.Any(static c => c.State == HealthState.Fail) ? ExitCode.Unhealthy
                : ExitCode.Done,
            text.ToString(),
            [
                ("checks", JsonValue.Of(checks.Select(static c => JsonValue.Record(
                    ("name", JsonValue.Of(c.Name)),
                    ("state", JsonValue.Of(c.State.ToString())),
                    ("detail", JsonValue.Of(c.Detail)),
                    ("remedy", JsonValue.Of(c.Remedy)))))),
            ]);
    }
}
