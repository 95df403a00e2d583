using System.Text.RegularExpressions;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>All settings of <see cref="KnownSettings"/>.</summary>
public static class ConfigurationCatalog
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<ConfigurationSetting> All { get; } =
        [.. KnownSettings.All.Select(static s => new ConfigurationSetting(s))];

    /// <summary>A setting by name, in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.NotFound"/>).</exception>
    public static ConfigurationSetting Get(string name) =>
        All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            SetupError.NotFound,
            $"there is no setting \"{name}\"",
            $"Choose from {string.Join(", ", All.Select(static s => s.Name))}.");

    /// <summary>Names of the settings that a name with wildcards (<c>*</c> and <c>?</c>) means.</summary>
    /// <exception cref="SetupException">It has no wildcard, and there is none of the name.</exception>
    public static IReadOnlyList<string> Match(string pattern)
    {
        if (pattern.IndexOfAny(['*', '?']) < 0)
        {
            return [Get(pattern).Name];
        }

        string expression = Regex.Escape(pattern).Replace(@"\*", ".*").Replace(@"\?", ".");
        return [.. All.Select(static s => s.Name).Where(n => Regex.IsMatch(
            n, $"^{expression}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];
    }
}
