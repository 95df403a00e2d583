using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Resources;

/// <summary>Making and removing the keys above a value.</summary>
internal static class KeysAbove
{
    /// <summary>The topmost key of a path that does not exist; null when all do.</summary>
    public static string? FirstMissing(IRegistry registry, string key)
    {
        string? missing = null;
        for (string at = key; at.IndexOf('\\') >= 0 && !registry.KeyExists(at); at = Above(at))
        {
            missing = at;
        }

        return missing;
    }

    /// <summary>Removes keys from the lowest up to <paramref name="first"/>, as long as they are empty.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="key">The lowest.</param>
    /// <param name="first">The topmost that goes; null removes none.</param>
    public static void RemoveEmpty(IRegistry registry, string key, string? first)
    {
        if (first is null)
        {
            return;
        }

        for (string at = key; at.Length >= first.Length; at = Above(at))
        {
            registry.DeleteKey(at);
        }
    }

    private static string Above(string key) => key.Substring(0, key.LastIndexOf('\\'));
}
