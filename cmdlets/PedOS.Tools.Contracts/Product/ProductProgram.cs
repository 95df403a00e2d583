namespace PedOS.Tools.Contracts.Product;

/// <summary>A program of the product: one row of <see cref="ProductPrograms"/>.</summary>
/// <param name="Name">See <see cref="ProgramNames"/>; its file is called so, too.</param>
/// <param name="Component">See <see cref="ComponentNames"/>; it is shipped with that one.</param>
/// <param name="Purpose">What it is for, a few words.</param>
public sealed record ProductProgram(string Name, string Component, string Purpose)
{
    /// <summary>What the service manager has to know; null when it is no service.</summary>
    public ProductService? Service { get; init; }

    /// <summary>
    /// Settings that it follows, see <see cref="SettingNames"/>. None: its messages go to standard error, and a value
    /// in a subkey of its name would be without effect.
    /// </summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether it writes log files, and so follows their settings.</summary>
    public bool HasLog => Settings.Contains(SettingNames.LogDir);

    /// <summary>Whether it follows a setting.</summary>
    /// <param name="setting">Name, spelled as in <see cref="SettingNames"/>.</param>
    public bool Reads(string setting) => Settings.Contains(setting, StringComparer.Ordinal);
}
