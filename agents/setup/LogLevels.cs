using System.Globalization;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>How much the programs log: one level for all, and others for single programs.</summary>
internal static class LogLevels
{
    private const string Root = @"HKLM\" + SettingNames.RootKey;

    private static readonly string[] Programs =
    [
        ProgramNames.QrexecAgent, ProgramNames.QrexecWrapper, ProgramNames.QrexecClientVm,
        ProgramNames.DatabaseDaemon, ProgramNames.DatabaseCommand, ProgramNames.NetworkSetup,
    ];

    /// <summary>Shows, sets or takes away levels.</summary>
    /// <exception cref="SetupException">The tools are not installed, or there is no such program.</exception>
    public static SetupResult Run(IMachine machine, SetupOptions options)
    {
        IRegistry registry = machine.Registry;
        string[] programs = [.. options.Components.Select(Program)];
        if (options.Level is not null || options.IsReset)
        {
            if (!registry.KeyExists(Root))
            {
                throw new SetupException(
                    SetupError.NotInstalled,
                    $"PedOS Windows Tools are not installed on {machine.Facts.Location}",
                    "Install them.");
            }

            foreach (string key in programs.Length == 0 ? [Root] : programs.Select(Key))
            {
                Change(registry, key, options.Level);
            }

            machine.Commit();
        }

        (string Name, string? Level)[] levels =
        [
            ("", Read(registry, Root)),
            .. (programs.Length == 0 ? Programs : programs).Select(p => (p, Read(registry, Key(p)))),
        ];
        string all = levels[0].Level ?? nameof(LogLevel.Info);
        return new SetupResult(
            ExitCode.Done,
            string.Concat(levels.Select(l => Line(l.Name, l.Level, all))),
            [
                ("level", JsonValue.Of(all)),
                ("programs", JsonValue.Record(levels.Skip(1).Select(static l =>
                    new KeyValuePair<string, JsonValue>(l.Name, JsonValue.Of(l.Level))))),
            ]);
    }

    private static string Line(string name, string? level, string all) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(name.Length == 0 ? "(all)" : name),-18} {level ?? all}{(level is null ? " (default)" : "")}\n");

    private static void Change(IRegistry registry, string key, LogLevel? level)
    {
        if (level is { } wanted)
        {
            registry.Set(key, SettingNames.LogLevel, RegistryValue.Number((uint)wanted));
            return;
        }

        registry.DeleteValue(key, SettingNames.LogLevel);
        registry.DeleteKey(key);
    }

    private static string? Read(IRegistry registry, string key) =>
        registry.Find(key, SettingNames.LogLevel)?.AsNumber() is { } number
            ? ((LogLevel)number).ToString()
            : null;

    private static string Key(string program) => Root + "\\" + program;

    private static string Program(string name) =>
        Programs.FirstOrDefault(p => p.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            SetupError.InvalidArgument,
            $"there is no program \"{name}\"",
            $"Choose from {string.Join(", ", Programs)}.");
}
