using System.Globalization;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Status;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>How much the programs log: one level for all, and others for single programs.</summary>
internal static class LogLevelReport
{
    /// <summary>Sets or takes away levels, and shows them.</summary>
    /// <exception cref="SetupException">The tools are not installed, or there is no such program.</exception>
    public static SetupResult Make(IMachine machine, SetupOptions options)
    {
        ConfigurationStore store = new(machine.Registry);
        string[] programs = [.. options.Components.Select(AgentPrograms.Spell)];
        if (options.Level is not null || options.IsReset)
        {
            if (!new MachineStatus(machine).GetInstallation().IsInstalled)
            {
                throw new SetupException(
                    SetupError.NotInstalled,
                    $"PedOS Windows Tools are not installed on {machine.Facts.Location}",
                    "Install them.");
            }

            foreach (string program in programs.Length == 0 ? [""] : programs)
            {
                Change(store, program, options.Level);
            }

            machine.Commit();
        }

        LogLevelEntry all = store.GetLogLevel("");
        LogLevelEntry[] entries = [.. (programs.Length == 0 ? AgentPrograms.All : programs).Select(store.GetLogLevel)];
        return new SetupResult(
            ExitCode.Done,
            string.Concat(new[] { all }.Concat(entries).Select(Line)),
            [
                ("level", JsonValue.Of(all.Level.ToString())),
                ("programs", JsonValue.Record(entries.Select(static e => new KeyValuePair<string, JsonValue>(
                    e.Component, JsonValue.Of(IsOwn(e) ? e.Level.ToString() : null))))),
            ]);
    }

    private static void Change(ConfigurationStore store, string program, LogLevel? level)
    {
        if (level is { } wanted)
        {
            store.Set(program, SettingNames.LogLevel, wanted);
        }
        else
        {
            store.Reset(program, SettingNames.LogLevel);
        }
    }

    private static string Line(LogLevelEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(entry.Component.Length == 0 ? "(all)" : entry.Component),-18} {entry.Level}{(IsOwn(entry) ? ""
            : " (default)")}\n");

    // "(all)" has its own level when the machine has one.
    private static bool IsOwn(LogLevelEntry entry) =>
        entry.Source == (entry.Component.Length == 0 ? SettingSource.Machine : SettingSource.Component);
}
