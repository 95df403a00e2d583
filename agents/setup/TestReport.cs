using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Status;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>Whether the tools are as they should be, for people and for programs.</summary>
internal static class TestReport
{
    /// <summary>Looks.</summary>
    /// <exception cref="SetupException">The tools are not installed.</exception>
    public static SetupResult Make(IMachine machine)
    {
        if (!new MachineStatus(machine).GetInstallation().IsInstalled)
        {
            throw new SetupException(
                SetupError.NotInstalled,
                $"PedOS Windows Tools are not installed on {machine.Facts.Location}",
                HealthAdvice.Program.Install);
        }

        HealthCheck[] checks = [.. new HealthReport(machine, HealthAdvice.Program).Run()];
        StringBuilder text = new();
        foreach (HealthCheck check in checks)
        {
            text.Append(DisplayText.Format($"{check.State,-8} {check.Name}: {check.Detail}\n"));
            text.Append(check.Remedy.Length == 0 ? "" : DisplayText.Format($"         {check.Remedy}\n"));
        }

        return new SetupResult(
            checks.Any(static c => c.State == HealthState.Fail) ? ExitCode.Unhealthy : ExitCode.Done,
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
