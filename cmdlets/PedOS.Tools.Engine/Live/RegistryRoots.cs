using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Which keys the tools may name, and where the system keeps them.</summary>
internal sealed class RegistryRoots : IDisposable
{
    /// <summary>First part of keys of the profile that new users get a copy of.</summary>
    public const string Template = "TEMPLATE";

    // One name for all: what an interrupted operation left loaded is found again, not loaded twice.
    private const string LoadedTemplate = "PedOSTools-Template";

    private readonly string _templateFile;
    private readonly HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);
    private bool _isTemplateLoaded;

    /// <summary>Nothing is loaded before the template is asked for.</summary>
    /// <param name="templateFile">The hive of the template profile.</param>
    public RegistryRoots(string templateFile) => _templateFile = templateFile;

    /// <summary>Finds the place of a key.</summary>
    /// <param name="key">The key, as <see cref="IRegistry"/> writes it.</param>
    /// <returns>A predefined key, and the path below it.</returns>
    /// <exception cref="SetupException">It is in none of the hives the tools know.</exception>
    public (IntPtr Root, string Path) Find(string key)
    {
        string[] parts = key.Split('\\');
        if (parts.Any(static part => part.Length is 0 or > 255 || part.IndexOf('\0') >= 0))
        {
            throw Invalid(key);
        }

        if (Is(parts[0], Template))
        {
            LoadTemplate();
            return (Advapi32.HKEY_USERS, LoadedTemplate + key.Substring(Template.Length));
        }

        return parts.Length < 2 ? throw Invalid(key)
            : Is(parts[0], "HKLM") && (Is(parts[1], "SOFTWARE") || Is(parts[1], "SYSTEM"))
                ? (Advapi32.HKEY_LOCAL_MACHINE, key.Substring(parts[0].Length + 1))
            : Is(parts[0], "HKU") && Is(parts[1], ".DEFAULT")
                ? (Advapi32.HKEY_USERS, key.Substring(parts[0].Length + 1))
            : throw Invalid(key);
    }

    /// <summary>Something in the hive of this key has changed.</summary>
    public void Changed(string key) =>
        _changed.Add(Is(key.Split('\\')[0], Template) ? Template : string.Join("\\", key.Split('\\').Take(2)));

    /// <summary>Writes the changed hives to the disk.</summary>
    public void Flush()
    {
        foreach (string root in _changed)
        {
            using KeyHandle? key = OpenKeys.Open(Find(root), root, Advapi32.KEY_READ);
            int error = key is null ? 0 : Advapi32.RegFlushKey(key);
            if (error != 0)
            {
                throw Win32Error.Failure("RegFlushKey", root, error);
            }
        }

        _changed.Clear();
    }

    /// <summary>Unloads what was loaded.</summary>
    public void Dispose()
    {
        if (_isTemplateLoaded)
        {
            // A failure leaves the hive loaded until the restart; the next operation finds it there.
            _ = Advapi32.RegUnLoadKey(Advapi32.HKEY_USERS, LoadedTemplate);
            _isTemplateLoaded = false;
        }
    }

    private static bool Is(string part, string name) => part.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static SetupException Invalid(string key) => new(
        SetupError.InvalidArgument,
        $"{key} is not a key these tools may touch",
        @"Name a key below HKLM\SOFTWARE, HKLM\SYSTEM, HKU\.DEFAULT or TEMPLATE.");

    private void LoadTemplate()
    {
        if (_isTemplateLoaded)
        {
            return;
        }

        using (KeyHandle? left = OpenKeys.Open(
            (Advapi32.HKEY_USERS, LoadedTemplate), Template, Advapi32.KEY_READ))
        {
            if (left is null)
            {
                Privileges.Enable("SeBackupPrivilege", _templateFile);
                Privileges.Enable("SeRestorePrivilege", _templateFile);
                int error = Advapi32.RegLoadKey(Advapi32.HKEY_USERS, LoadedTemplate, _templateFile);
                if (error != 0)
                {
                    throw Win32Error.Failure("RegLoadKey", _templateFile, error);
                }
            }
        }

        _isTemplateLoaded = true;
    }
}
