namespace PedOS.Agents.Settings;

/// <summary>What was read last from a place of settings; what cannot be read leaves it as it is.</summary>
/// <param name="source">The place, for messages.</param>
/// <param name="read">
/// Reads everything. May throw FormatException, IOException and UnauthorizedAccessException; a place that is not
/// there is an empty table.
/// </param>
public sealed class LastGoodSettings(string source, Func<SettingsTable> read)
{
    private readonly Lock _gate = new();
    private SettingsTable? _table;
    private string? _problem;

    /// <summary>Why the last reading failed, and what is in force instead; null when it did not.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _problem;
            }
        }
    }

    /// <summary>Finds a value; reads at first use.</summary>
    public SettingValue Find(string program, string name)
    {
        lock (_gate)
        {
            return (_table ?? Load()).Find(program, name);
        }
    }

    /// <summary>Reads again.</summary>
    public void Reload()
    {
        lock (_gate)
        {
            Load();
        }
    }

    private SettingsTable Load()
    {
        try
        {
            _table = read();
            _problem = null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            string inForce = _table is null ? "defaults" : "the previous values";
            _problem = $"settings in {source} cannot be read ({e.Message}): {inForce} are in force; correct them there";
            _table ??= SettingsTable.Empty;
        }

        return _table;
    }
}
