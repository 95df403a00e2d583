using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// A registry hive as a whole, in memory; keys are the names on the way from its root. Failures are
/// <see cref="SetupException"/>s that name the hive and the key.
/// </summary>
internal abstract class Hive : IDisposable
{
    /// <summary>A hive that cannot be read or changed.</summary>
    /// <param name="shown">Which.</param>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="inner">What found it.</param>
    public static SetupException Damaged(string shown, string why, Exception? inner = null) => new(
        SetupError.DamagedHive,
        $"the registry hive {shown} is damaged: {why}",
        "Restore the hive from a backup of the image, or let Windows repair it by starting it once.",
        inner);

    /// <summary>A hive that is sound, with something that cannot be done here.</summary>
    /// <param name="shown">Which.</param>
    /// <param name="why">What cannot be done.</param>
    /// <param name="inner">What found it.</param>
    public static SetupException Unsupported(string shown, string why, Exception? inner = null) => new(
        SetupError.UnsupportedHive,
        $"the registry hive {shown} cannot be changed here: {why}",
        "Start this Windows and do it there; nothing is wrong with the hive.",
        inner);

    /// <summary>Whether the key exists.</summary>
    public abstract bool KeyExists(IReadOnlyList<string> key);

    /// <summary>Names of the keys below, in any order; empty when there is no such key.</summary>
    public abstract IReadOnlyList<string> SubkeyNames(IReadOnlyList<string> key);

    /// <summary>Names of the values, in any order; empty when there is no such key.</summary>
    public abstract IReadOnlyList<string> ValueNames(IReadOnlyList<string> key);

    /// <summary>A value; null when there is none.</summary>
    public abstract RegistryValue? Find(IReadOnlyList<string> key, string name);

    /// <summary>Makes a key and those above it.</summary>
    public abstract void CreateKey(IReadOnlyList<string> key);

    /// <summary>Stores a value of a key that exists.</summary>
    public abstract void Set(IReadOnlyList<string> key, string name, RegistryValue value);

    /// <summary>Deletes a value that exists.</summary>
    public abstract void DeleteValue(IReadOnlyList<string> key, string name);

    /// <summary>Deletes a key that exists and has nothing below.</summary>
    public abstract void DeleteKey(IReadOnlyList<string> key);

    /// <summary>Writes the hive to a file of its own.</summary>
    public abstract void Save(string path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the library holds.</summary>
    protected abstract void Dispose(bool isDisposing);

    /// <summary>A key as people write it.</summary>
    protected static string Text(IReadOnlyList<string> key) => string.Join("\\", key);
}
