using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

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
            LogDir = Text(KnownSettings.LogDir, Path.IsPathFullyQualified),
            LogLevel = (LogLevel)Number(KnownSettings.LogLevel),
            LogRetention = TimeSpan.FromSeconds(Number(KnownSettings.LogRetention)),
            LogMaxSize = Number(KnownSettings.LogMaxSize),
            DefaultUser = Text(KnownSettings.DefaultUser, _ => true) ?? string.Empty,
            LogonTimeout = TimeSpan.FromSeconds(Number(KnownSettings.LogonTimeout)),
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
            setting.Name,
            v => v.Kind == SettingKind.Number && setting.Allows(v.Number),
            $"a number from {setting.Least} to {setting.Most}");
        return value.Kind == SettingKind.None ? setting.DefaultValue : value.Number;
    }

    /// <summary>Finds a text; an empty one is as good as none.</summary>
    private string? Text(TextSetting setting, Func<string, bool> isUsable)
    {
        SettingValue value = Find(
            setting.Name,
            v => v.Kind == SettingKind.Text && (v.Text!.Length == 0 || (setting.Allows(v.Text) && isUsable(v.Text))),
            setting == KnownSettings.LogDir ? "an absolute path" : $"a text of at most {setting.MaxLength} characters");
        return string.IsNullOrEmpty(value.Text) ? null : value.Text;
    }

    private SettingValue Find(string name, Func<SettingValue, bool> isUsable, string wanted)
    {
        foreach (string key in (string[])[program, string.Empty])
        {
            SettingValue value = store.Read(key, name);
            string where = key.Length == 0 ? name : $@"{key}\{name}";
            if (value.Kind == SettingKind.None)
            {
                _warned.Remove(where);
            }
            else if (isUsable(value))
            {
                _warned.Remove(where);
                return value;
            }
            else if (!_warned.TryGetValue(where, out SettingValue? warned) || warned != value)
            {
                _warned[where] = value;
                log.Warning($"setting {where} in {store.Source} is ignored: it is {value} and must be {wanted}");
            }
        }

        return SettingValue.None;
    }
}
