namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// The registry of a machine. Keys are written <c>HKLM\SOFTWARE\...</c>, <c>HKLM\SYSTEM\CurrentControlSet\...</c> or
/// <c>HKU\.DEFAULT\...</c> and matched without regard to case; values by name, "" is the default value.
/// </summary>
/// <remarks>Every member throws <see cref="SetupException"/> with the key and what to do about it.</remarks>
public interface IRegistry
{
    /// <summary>Whether the key exists.</summary>
    bool KeyExists(string key);

    /// <summary>Names of the keys below, in ordinal order; empty when there is no such key.</summary>
    IReadOnlyList<string> SubkeyNames(string key);

    /// <summary>Names of the values of a key, in ordinal order; empty when there is no such key.</summary>
    IReadOnlyList<string> ValueNames(string key);

    /// <summary>A value; null when there is none.</summary>
    RegistryValue? Find(string key, string name);

    /// <summary>Stores a value, making the key and those above it.</summary>
    void Set(string key, string name, RegistryValue value);

    /// <summary>Deletes a value; nothing happens when there is none.</summary>
    void DeleteValue(string key, string name);

    /// <summary>Makes a key and those above it; nothing happens when it is there.</summary>
    void CreateKey(string key);

    /// <summary>Deletes a key that has neither keys nor values; nothing happens when it has, or is not there.</summary>
    void DeleteKey(string key);
}
