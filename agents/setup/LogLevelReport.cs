using System.Globalization;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>How much the programs log: one level for all, and others for single programs.</summary>
internal static class LogLevelReport
{
    /// <summary>Sets or takes away levels, and shows them.</summary>
    /// <exception cref="SetupException">There is no such program.</exception>
    public static SetupResult Make(IMachine machine, SetupOptions options)
    {
        ProductConfiguration configuration = new(machine);
        if (options.Level is not null || options.IsReset)
        {
            // All are judged before the first is changed.
            ConfigurationChange[] changes = [.. (options.Components.Count == 0 ? [""] : options.Components)
                .Select(program => configuration.PrepareLogLevel(program, options.Level))];
            foreach (ConfigurationChange change in changes)
            {
                _ = configuration.Apply(change);
            }
        }

        LogLevelEntry all = configuration.GetLogLevel("");
        LogLevelEntry[] entries = [.. configuration.ListLogLevels(options.Components)
            .Where(static e => e.Component.Length > 0)];
        return new SetupResult(
            ExitCode.Done,
            string.Concat(new[] { all }.Concat(entries).Select(Line)),
            [
                ("level", JsonValue.Of(all.Level.ToString())),
                ("programs", JsonValue.Record(entries.Select(static e => new KeyValuePair<string, JsonValue>(
                    e.Component, JsonValue.Of(IsOwn(e) ? e.Level.ToString() : null))))),
            ]);
    }

    private static string Line(LogLevelEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(entry.Component.Length == 0 ? "(all)" : entry.Component),-18} {entry.Level}{(IsOwn(entry) ? ""
            : " (default)")}\n");

    // "(all)" has its own level when the machine has one.
    private static bool IsOwn(LogLevelEntry entry) =>
        entry.Source == (entry.Component.Length == 0 ? SettingSource.Machine : SettingSource.Component);
}
