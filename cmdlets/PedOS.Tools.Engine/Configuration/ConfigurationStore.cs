using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>
/// The settings of the product in the registry: values at the root hold for every program, values in the subkey named
/// like a program for that one. Programs follow a change while they run.
/// </summary>
/// <param name="registry">The registry; the caller commits.</param>
public sealed class ConfigurationStore(IRegistry registry)
{
    private const string Root = @"HKLM\" + SettingNames.RootKey;

    /// <summary>Programs that have a setting of their own.</summary>
    public IReadOnlyList<string> Overridden =>
        [.. AgentPrograms.All.Where(program => ConfigurationCatalog.All.Any(
            setting => registry.Find(KeyOf(program), setting.Name) is not null))];

    /// <summary>A setting as it is in force.</summary>
    /// <param name="component">Program; null or "" for every program.</param>
    /// <param name="name">The setting.</param>
    /// <exception cref="SetupException">There is no such program or setting.</exception>
    public ConfigurationEntry Get(string? component, string name)
    {
        string program = Spell(component);
        ConfigurationSetting setting = ConfigurationCatalog.Get(name);
        string problem = "";
        if (program.Length > 0 && Read(KeyOf(program), program, setting, ref problem) is { } own)
        {
            return new(program, setting.Name, own, SettingSource.Component, setting.Default, problem);
        }

        return Read(Root, "", setting, ref problem) is { } common
            ? new(program, setting.Name, common, SettingSource.Machine, setting.Default, problem)
            : new(program, setting.Name, setting.Default, SettingSource.Default, setting.Default, problem);
    }

    /// <summary>Sets a value.</summary>
    /// <param name="component">Program; null or "" for every program.</param>
    /// <param name="name">The setting.</param>
    /// <param name="value">A number or text.</param>
    /// <exception cref="SetupException">There is no such program or setting, or it may not be this.</exception>
    public void Set(string? component, string name, object value)
    {
        string program = Spell(component);
        registry.Set(KeyOf(program), ConfigurationCatalog.Get(name).Name, Check(component, name, value));
    }

    /// <summary>Looks at a setting as it is stored, without a judgement, to put it back.</summary>
    /// <param name="component">Program; null or "" for every program.</param>
    /// <param name="name">The setting.</param>
    /// <exception cref="SetupException">There is no such program or setting.</exception>
    internal StoredSetting Remember(string? component, string name) =>
        new(registry, KeyOf(Spell(component)), ConfigurationCatalog.Get(name).Name);

    /// <summary>Makes sure that programs would follow a value; changes nothing.</summary>
    /// <param name="component">Program; null or "" for every program.</param>
    /// <param name="name">The setting.</param>
    /// <param name="value">A number or text.</param>
    /// <returns>The value as it is stored.</returns>
    /// <exception cref="SetupException">There is no such program or setting, or it may not be this.</exception>
    public static RegistryValue Check(string? component, string name, object value)
    {
        string program = Spell(component);
        ConfigurationSetting setting = ConfigurationCatalog.Get(name);
        return setting.Unread(program) is { } reason
            ? throw new SetupException(
                SetupError.InvalidArgument,
                $"{setting.Name} of {program} would be without effect: {reason}",
                "Set it for a program that follows it, or for every program.")
            : setting.Write(value);
    }

    /// <summary>Removes a value, so that the one above it holds again.</summary>
    /// <param name="component">Program; null or "" for every program.</param>
    /// <param name="name">The setting.</param>
    /// <exception cref="SetupException">There is no such program or setting.</exception>
    public void Reset(string? component, string name)
    {
        string program = Spell(component);
        registry.DeleteValue(KeyOf(program), ConfigurationCatalog.Get(name).Name);
        if (program.Length > 0)
        {
            registry.DeleteKey(KeyOf(program));
        }
    }

    /// <summary>How much a program logs.</summary>
    /// <param name="component">Program; null or "" for those without a level of their own.</param>
    /// <exception cref="SetupException">There is no such program.</exception>
    public LogLevelEntry GetLogLevel(string? component)
    {
        ConfigurationEntry entry = Get(component, SettingNames.LogLevel);
        return new(entry.Component, (LogLevel)(uint)entry.Value, entry.Source);
    }

    private static string Spell(string? component) =>
        string.IsNullOrEmpty(component) ? "" : AgentPrograms.Spell(component!);

    private static string KeyOf(string program) => program.Length == 0 ? Root : Root + "\\" + program;

    private object? Read(string key, string program, ConfigurationSetting setting, ref string problem)
    {
        if (registry.Find(key, setting.Name) is not { } stored)
        {
            return null;
        }

        string? unread = setting.Unread(program);
        object? value = setting.Read(stored, out string flaw);
        string note = unread is not null ? $"{key}\\{setting.Name} is without effect: {unread}"
            : value is not null ? ""
            : $"{key}\\{setting.Name} is \"{stored}\" and must be {setting.Wanted}"
                + (flaw.Length > 0 ? $": it {flaw}" : "");
        problem = problem.Length == 0 || note.Length == 0 ? problem + note : problem + "; " + note;
        return unread is null ? value : null;
    }
}
