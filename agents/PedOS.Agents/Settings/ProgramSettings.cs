using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Agents.Settings;

/// <summary>
/// Typed settings of one program: its subkey overrides the root key; a value of the wrong type or out of range counts
/// as not set and is warned about once. Reads the store at first use.
/// </summary>
/// <param name="program">Subkey of the program, see <see cref="ProgramNames"/>.</param>
/// <param name="store">Where they are stored; the caller disposes it.</param>
/// <param name="log">Where warnings go.</param>
public sealed class ProgramSettings(string program, ISettingsStore store, ILog log)
{
    // The rules of the machine that this program runs in.
    private static readonly GuestSystem System =
        OperatingSystem.IsWindows() ? GuestSystem.Windows : GuestSystem.Linux;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SettingValue> _warned = [];
    private EffectiveSettings? _current;
    private string? _problem;

    /// <summary>Raised after <see cref="Current"/> has changed, from a thread of the store; must return soon.</summary>
    public event Action? Changed;

    /// <summary>What is in force now; take it once where several settings belong together.</summary>
    public EffectiveSettings Current
    {
        get
        {
            lock (_gate)
            {
                return _current ??= Read();
            }
        }
    }

    /// <summary>Follows changes of the store from now on. Called at most once.</summary>
    public void Follow()
    {
        // What was in force until now is known before the first change comes.
        _ = Current;
        store.Watch(Refresh);
    }

    private void Refresh()
    {
        lock (_gate)
        {
            EffectiveSettings? before = _current;
            _current = Read();
            if (_current == before)
            {
                return;
            }
        }

        log.Info($"settings changed: {Current}");
        try
        {
            Changed?.Invoke();
        }
        catch (Exception e)
        {
            // The caller is a thread of the store: nobody above it could handle this.
            log.Error("a change of the settings was not taken over everywhere; restart the program", e);
        }
    }

    private EffectiveSettings Read()
    {
        EffectiveSettings settings = new()
        {
            LogDir = Text(KnownSettings.LogDir),
            LogLevel = (LogLevel)Number(KnownSettings.LogLevel),
            LogRetention = TimeSpan.FromSeconds(Number(KnownSettings.LogRetention)),
            LogMaxSize = Number(KnownSettings.LogMaxSize),
            DefaultUser = Text(KnownSettings.DefaultUser) ?? string.Empty,
            LogonTimeout = TimeSpan.FromSeconds(Number(KnownSettings.LogonTimeout)),
            RootServices = Number(KnownSettings.RootServices),
        };
        string? problem = store.Problem;
        if (problem is not null && problem != _problem)
        {
            log.Warning(problem);
        }
        else if (problem is null && _problem is not null)
        {
            log.Info($"settings are read again from {store.Source}");
        }

        _problem = problem;
        return settings;
    }

    private uint Number(NumberSetting setting)
    {
        SettingValue value = Find(
            setting, v => v.Kind == SettingKind.Number && setting.Allows(v.Number) ? null : string.Empty);
        return value.Kind == SettingKind.None ? setting.DefaultValue : value.Number;
    }

    /// <summary>Finds a text; an empty one is as good as none.</summary>
    private string? Text(TextSetting setting)
    {
        SettingValue value = Find(
            setting, v => v.Kind == SettingKind.Text ? setting.Flaw(v.Text!, System) : string.Empty);
        return string.IsNullOrEmpty(value.Text) ? null : value.Text;
    }

    /// <summary>Finds the first usable value.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="flawOf">
    /// Null for a usable value; else what is wrong with it, or "" when that is plain to see.
    /// </param>
    private SettingValue Find(Setting setting, Func<SettingValue, string?> flawOf)
    {
        foreach (string key in (string[])[program, string.Empty])
        {
            SettingValue value = store.Read(key, setting.Name);
            string where = key.Length == 0 ? setting.Name : $@"{key}\{setting.Name}";
            if (value.Kind == SettingKind.None)
            {
                _warned.Remove(where);
            }
            else if (flawOf(value) is not { } flaw)
            {
                _warned.Remove(where);
                return value;
            }
            else if (!_warned.TryGetValue(where, out SettingValue? warned) || warned != value)
            {
                _warned[where] = value;
                log.Warning(
                    $"setting {where} in {store.Source} is ignored: it is {value} and must be {setting.Wanted}"
                    + (flaw.Length > 0 ? $": it {flaw}" : string.Empty));
            }
        }

        return SettingValue.None;
    }
}
