using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <summary>The hives of an image, opened when they are first used and written together.</summary>
/// <param name="names">Finds their files; its drive is <see cref="Drive"/>.</param>
/// <param name="use">Whether they may be changed.</param>
/// <param name="volume">Calls to the system.</param>
internal sealed class ImageHives(ImageNames names, ImageUse use, HostVolume volume) : IDisposable
{
    /// <summary>The letter the volume has here, whatever Windows has for it.</summary>
    public const string Drive = "C:";

    /// <summary>Where the hives of the machine are.</summary>
    public const string ConfigDirectory = Drive + @"\Windows\System32\config";

    /// <summary>Keys that are the root of a hive, as <see cref="ImageRegistry"/> tells.</summary>
    public const string Software = @"HKLM\SOFTWARE";

    /// <inheritdoc cref="Software"/>
    public const string System = @"HKLM\SYSTEM";

    /// <inheritdoc cref="Software"/>
    public const string DefaultUser = @"HKU\.DEFAULT";

    /// <inheritdoc cref="Software"/>
    public const string Template = "TEMPLATE";

    /// <inheritdoc cref="Software"/>
    public const string BootStore = "BCD";

    private readonly SortedDictionary<string, HiveFile> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All roots.</summary>
    public static IReadOnlyList<string> Roots { get; } = [Software, System, DefaultUser, Template, BootStore];

    /// <summary>The hive of a root.</summary>
    /// <exception cref="SetupException">There is none, or it cannot be read.</exception>
    public HiveFile Open(string root)
    {
        if (!_open.TryGetValue(root, out HiveFile? hive))
        {
            ImageName[] places = [.. Places(root).Select(names.Find)];
            ImageName file = places.FirstOrDefault(static place => place.Entry is not null) ?? places[0];
            string path = Path.Combine(file.HostDirectory, file.Entry?.Name ?? file.Name);
            hive = file.Entry switch
            {
                { Kind: FileKind.File } => HiveFile.Open(path, path, use, volume),
                { Kind: FileKind.Link } => throw ImageNames.LinkOn(path),
                _ => throw Missing(root, names.Root),
            };
            _open.Add(root, hive);
        }

        return hive;
    }

    /// <summary>
    /// Writes the changed hives: all are written and checked beside the old ones before the first takes its place, so
    /// that a full volume changes none.
    /// </summary>
    public void Commit()
    {
        HiveFile[] changed = [.. _open.Values.Where(static hive => hive.IsChanged)];
        try
        {
            foreach (HiveFile hive in changed)
            {
                hive.Stage();
            }
        }
        catch (SetupException)
        {
            foreach (HiveFile hive in changed)
            {
                hive.DropStage();
            }

            throw;
        }

        foreach (HiveFile hive in changed)
        {
            hive.Adopt();
        }
    }

    /// <summary>Removes the new hives of writes that a power cut ended before they took their places.</summary>
    /// <exception cref="SetupException">One cannot be deleted.</exception>
    public void Sweep()
    {
        foreach (ImageName name in Roots.SelectMany(Places).Select(TryFind).OfType<ImageName>())
        {
            if (name.Entry is { Kind: FileKind.File })
            {
                HiveFile.Sweep(Path.Combine(name.HostDirectory, name.Entry.Name), volume);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HiveFile hive in _open.Values)
        {
            hive.Dispose();
        }

        _open.Clear();
    }

    // Nothing was ever written where a link is on the way: profiles that were moved to another volume.
    private ImageName? TryFind(string path)
    {
        try
        {
            return names.Find(path);
        }
        catch (SetupException e) when (e.Error == SetupError.UnsafePath)
        {
            return null;
        }
    }

    private static SetupException Missing(string root, string folder) => new(
        SetupError.DamagedHive,
        $"the registry hive of {root} is not in {folder}",
        "Check that the folder is the root of a complete Windows volume.");

    private static string[] Places(string root) => root switch
    {
        Software => [ConfigDirectory + @"\SOFTWARE"],
        System => [ConfigDirectory + @"\SYSTEM"],
        DefaultUser => [ConfigDirectory + @"\DEFAULT"],
        Template => [Drive + @"\Users\Default\NTUSER.DAT"],
        _ => [Drive + @"\Boot\BCD", Drive + @"\EFI\Microsoft\Boot\BCD"],
    };
}
