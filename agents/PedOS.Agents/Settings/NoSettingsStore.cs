namespace PedOS.Agents.Settings;

/// <summary>A store without values: every setting has its default.</summary>
public sealed class NoSettingsStore : ISettingsStore
{
    /// <inheritdoc/>
    public string Source => "defaults";

    /// <inheritdoc/>
    public string? Problem => null;

    /// <inheritdoc/>
    public SettingValue Read(string program, string name) => SettingValue.None;

    /// <inheritdoc/>
    public void Watch(Action changed)
    {
        // Nothing here ever changes.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
