using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Setup;

/// <summary>
/// The door of the engine to settings. It demands no installation: who prepares a machine sets before he installs, and
/// who repairs one whose books are damaged wants more in its logs. A value is judged before anybody is asked about it,
/// and is durable when it is set.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class ProductConfiguration(IMachine machine)
{
    private readonly ConfigurationStore _store = new(machine.Registry);

    /// <summary>A setting as it is in force for a program.</summary>
    /// <param name="program">Name of the program; null or "" for every program.</param>
    /// <param name="setting">Name of the setting.</param>
    /// <exception cref="SetupException">There is no such program or setting.</exception>
    public ConfigurationEntry Get(string? program, string setting) => _store.Get(program, setting);

    /// <summary>The log level of a program.</summary>
    /// <param name="program">Its name; "" for what holds for every program.</param>
    /// <exception cref="SetupException">There is no such program.</exception>
    public LogLevelEntry GetLogLevel(string program) => _store.GetLogLevel(program);

    /// <summary>Log levels of programs, or what holds for every program and then that of each.</summary>
    /// <param name="programs">Names; none for all.</param>
    /// <exception cref="SetupException">There is no such program.</exception>
    public IReadOnlyList<LogLevelEntry> ListLogLevels(IReadOnlyCollection<string> programs) =>
        [.. (programs.Count > 0 ? programs : ["", .. AgentPrograms.All]).Select(_store.GetLogLevel)];

    /// <summary>Judges a new value.</summary>
    /// <param name="program">Name of the program it is for; null or "" for every program.</param>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="SetupException">There is no such program or setting, or it may not have the value.</exception>
    public ConfigurationChange PrepareSet(string? program, string setting, object value)
    {
        ConfigurationEntry before = _store.Get(program, setting);
        _ = ConfigurationStore.Check(program, setting, value);
        return new(before, value);
    }

    /// <summary>A new log level.</summary>
    /// <param name="program">Name of the program it is for; "" for every program.</param>
    /// <param name="level">The level; null takes it away.</param>
    /// <exception cref="SetupException">There is no such program.</exception>
    public ConfigurationChange PrepareLogLevel(string program, LogLevel? level) =>
        level is { } wanted
            ? PrepareSet(program, SettingNames.LogLevel, wanted)
            : PrepareReset(program, SettingNames.LogLevel);

    /// <summary>Takes a value away.</summary>
    /// <param name="program">Name of the program whose own value goes; null or "" for that of every program.</param>
    /// <param name="setting">Name of the setting.</param>
    /// <exception cref="SetupException">There is no such program or setting.</exception>
    public ConfigurationChange PrepareReset(string? program, string setting) =>
        new(_store.Get(program, setting), value: null);

    /// <summary>Makes a change.</summary>
    /// <returns>How the setting is then.</returns>
    /// <exception cref="SetupException">
    /// The registry cannot be written, or not durably: the setting is then as it was before.
    /// </exception>
    public ConfigurationEntry Apply(ConfigurationChange change)
    {
        string program = change.Before.Component;
        StoredSetting stored = _store.Remember(program, change.Before.Name);
        try
        {
            if (change.Value is { } value)
            {
                _store.Set(program, change.Before.Name, value);
            }
            else
            {
                _store.Reset(program, change.Before.Name);
            }

            machine.Commit();
        }
        catch (SetupException e) when (!stored.IsSame)
        {
            throw PutBack(stored, e);
        }

        return _store.Get(program, change.Before.Name);
    }

    private SetupException PutBack(StoredSetting stored, SetupException failure)
    {
        string end;
        try
        {
            stored.PutBack();
            machine.Commit();
            end = "the setting was put back";
        }
        catch (SetupException e)
        {
            end = "and the setting could not be put back: " + e.Message;
        }

        return new(failure.Error, $"{failure.Message.TrimEnd('.')}; {end}", failure.Remedy, failure);
    }
}
