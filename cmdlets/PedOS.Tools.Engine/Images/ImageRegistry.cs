using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <summary>
/// The registry of an image: <c>HKLM\SOFTWARE</c>, <c>HKLM\SYSTEM</c>, <c>HKU\.DEFAULT</c>, and two roots of its own,
/// <c>TEMPLATE</c> (what a new account gets, <c>Users\Default\NTUSER.DAT</c>) and <c>BCD</c> (the boot store, when it
/// is on this volume). <c>CurrentControlSet</c> is the set that the next start uses, <c>Select\Default</c>.
/// </summary>
public sealed class ImageRegistry : IRegistry
{
    private const string CurrentSet = "CurrentControlSet";

    private readonly ImageHives _hives;
    private string? _controlSet;

    /// <summary>The registry in some hives.</summary>
    internal ImageRegistry(ImageHives hives) => _hives = hives;

    /// <inheritdoc/>
    public bool KeyExists(string key)
    {
        (HiveFile hive, string[] names) = Find(key);
        return hive.Content.KeyExists(names);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> SubkeyNames(string key)
    {
        (HiveFile hive, string[] names) = Find(key);
        return Sorted(hive.Content.SubkeyNames(names));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ValueNames(string key)
    {
        (HiveFile hive, string[] names) = Find(key);
        return Sorted(hive.Content.ValueNames(names));
    }

    /// <inheritdoc/>
    public RegistryValue? Find(string key, string name)
    {
        (HiveFile hive, string[] names) = Find(key);
        return hive.Content.Find(names, name);
    }

    /// <inheritdoc/>
    public void Set(string key, string name, RegistryValue value)
    {
        if (value.Length > HiveAbi.MaxValue)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"the value {name} of {key} has {value.Length} bytes, more than {HiveAbi.MaxValue}",
                "Store a longer text in a file.");
        }

        (HiveFile hive, string[] names) = FindToChange(key, name);
        RegistryValue? before = hive.Content.Find(names, name);
        if (!value.Equals(before))
        {
            RequireReturn(hive, key, name, before);
            hive.BeginChange();
            hive.Content.CreateKey(names);
            hive.Content.Set(names, name, value);
        }
    }

    /// <inheritdoc/>
    public void DeleteValue(string key, string name)
    {
        (HiveFile hive, string[] names) = FindToChange(key, name);
        if (hive.Content.Find(names, name) is { } before)
        {
            RequireReturn(hive, key, name, before);
            hive.BeginChange();
            hive.Content.DeleteValue(names, name);
        }
    }

    /// <inheritdoc/>
    public void CreateKey(string key)
    {
        (HiveFile hive, string[] names) = FindToChange(key, "");
        if (!hive.Content.KeyExists(names))
        {
            hive.BeginChange();
            hive.Content.CreateKey(names);
        }
    }

    /// <inheritdoc/>
    public void DeleteKey(string key)
    {
        (HiveFile hive, string[] names) = FindToChange(key, "");
        if (names.Length > 0
            && hive.Content.KeyExists(names)
            && hive.Content.SubkeyNames(names).Count == 0
            && hive.Content.ValueNames(names).Count == 0)
        {
            hive.BeginChange();
            hive.Content.DeleteKey(names);
        }
    }

    private static string[] Sorted(IEnumerable<string> names) =>
        [.. names.OrderBy(static name => name, StringComparer.Ordinal)];

    private static bool IsBelow(string key, string root) =>
        key.StartsWith(root, StringComparison.OrdinalIgnoreCase)
        && (key.Length == root.Length || key[root.Length] == '\\');

    // What is made here has a name that the journal can carry and every program can say: no zero, no half of a pair.
    // What others have made is read whatever its name is.
    private static bool IsName(string name, int longest)
    {
        if (name.Length > longest)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '\0'
                || char.IsLowSurrogate(name[i])
                || (char.IsHighSurrogate(name[i]) && (++i == name.Length || !char.IsLowSurrogate(name[i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static SetupException ImpossibleKey(string key) => new(
        SetupError.InvalidArgument,
        $"the key {key} has an impossible name",
        $"Use names of 1 to {HiveAbi.MaxKeyName} characters, separated by one backslash.");

    /// <summary>A value is replaced or deleted only when it can be put back.</summary>
    private static void RequireReturn(HiveFile hive, string key, string name, RegistryValue? before)
    {
        if (before?.Length > HiveAbi.MaxValue)
        {
            throw Hive.Unsupported(
                hive.Shown,
                $"the value {name} of {key} has {before.Length} bytes, and more than {HiveAbi.MaxValue} could not be "
                + "put back");
        }
    }

    private (HiveFile Hive, string[] Names) FindToChange(string key, string valueName)
    {
        (HiveFile hive, string[] names) = Find(key);
        return !names.All(static name => IsName(name, HiveAbi.MaxKeyName)) ? throw ImpossibleKey(key)
            : !IsName(valueName, HiveAbi.MaxValueName)
                ? throw new SetupException(
                    SetupError.InvalidArgument,
                    $"a value of {key} has an impossible name",
                    $"Use at most {HiveAbi.MaxValueName} characters, none of them a zero.")
            : (hive, names);
    }

    private (HiveFile Hive, string[] Names) Find(string key)
    {
        string root = ImageHives.Roots.FirstOrDefault(one => IsBelow(key, one)) ?? throw new SetupException(
            SetupError.InvalidArgument,
            $"the key {key} is in no hive of an image",
            $"Use one of {string.Join(", ", ImageHives.Roots)}.");
        string[] names = key.Length == root.Length ? [] : key.Substring(root.Length + 1).Split('\\');
        if (names.Length > HiveAbi.MaxDepth
            || names.Any(static name => name.Length is 0 or > HiveAbi.MaxKeyName))
        {
            throw ImpossibleKey(key);
        }

        HiveFile hive = _hives.Open(root);
        if (root == ImageHives.System
            && names.Length > 0
            && string.Equals(names[0], CurrentSet, StringComparison.OrdinalIgnoreCase))
        {
            names[0] = _controlSet ??= FindControlSet(hive.Content);
        }

        return (hive, names);
    }

    private static string FindControlSet(Hive system)
    {
        uint? number = system.Find(["Select"], "Default")?.AsNumber() ?? system.Find(["Select"], "Current")?.AsNumber();
        string name = FormattableString.Invariant($"ControlSet{number:d3}");
        return number is >= 1 and <= 999 && system.KeyExists([name])
            ? name
            : throw new SetupException(
                SetupError.DamagedHive,
                "the SYSTEM hive does not tell which control set is used",
                "Check that the folder is the root of a complete Windows volume.");
    }
}
