using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <summary>The files and hives of a Windows that is not running.</summary>
public sealed class ImageMachine : IMachine
{
    // What hiberfil.sys begins with while there is something to wake up to; a fast start leaves it, too.
    private static readonly string[] Asleep = ["hibr", "rstr"];

    private readonly ImageFileTree _files;
    private readonly ImageHives _hives;
    private readonly RegistryServices _services;
    private readonly Func<ImageMachine> _rehearse;

    private ImageMachine(
        MachineFacts facts,
        ImageFileTree files,
        ImageHives hives,
        ImageRegistry registry,
        Func<ImageMachine> rehearse)
    {
        _rehearse = rehearse;
        Facts = facts;
        _files = files;
        _hives = hives;
        Registry = registry;
        _services = new RegistryServices(registry);
    }

    /// <inheritdoc/>
    public MachineKind Kind => MachineKind.Image;

    /// <inheritdoc/>
    public MachineFacts Facts { get; }

    /// <inheritdoc/>
    public IFileTree Files => _files;

    /// <inheritdoc/>
    public IRegistry Registry { get; }

    /// <inheritdoc/>
    public IServiceDatabase Services => _services;

    /// <inheritdoc/>
    public IRunningSystem? Running => null;

    /// <inheritdoc cref="ImageFileTree.AccessNotStored"/>
    public IReadOnlyList<string> AccessNotStored => _files.AccessNotStored;

    /// <inheritdoc cref="RegistryServices.LeftKeys"/>
    public IReadOnlyList<string> LeftKeys => _services.LeftKeys;

    /// <summary>Opens an image; nothing in it changes by that.</summary>
    /// <param name="root">The folder that holds Windows, Program Files, Users and ProgramData.</param>
    /// <param name="use">Whether it will be changed.</param>
    /// <exception cref="SetupException">
    /// It is not the root of a Windows volume, runs, sleeps, was not shut down, is damaged, or cannot be written.
    /// </exception>
    public static ImageMachine Open(string root, ImageUse use = ImageUse.Change) =>
        Open(root, use, HostVolume.Current);

    /// <summary>The same, with calls to the system of the caller's choice.</summary>
    internal static ImageMachine Open(string root, ImageUse use, HostVolume volume)
    {
        string folder = Folder(root);

        // The letter Windows has for its volume is in a hive; until that is read any does.
        ImageNames found = new(folder, ImageHives.Drive, use, volume);
        if (found.Find(ImageHives.ConfigDirectory).Entry is not { Kind: FileKind.Directory })
        {
            throw NotAnImage(folder, "it has no Windows\\System32\\config");
        }

        CheckAsleep(found, volume, folder);
        if (use == ImageUse.Change)
        {
            volume.CheckWritable(folder, folder);
            string config = found.Existing(ImageHives.ConfigDirectory, FileKind.Directory).HostPath;
            volume.CheckWritable(config, config);
        }

        return Open(folder, use, volume, found);
    }

    /// <inheritdoc/>
    public void Commit()
    {
        // Files first: what the registry names is then there.
        _files.Commit();
        _hives.Commit();
    }

    /// <inheritdoc/>
    public void Sweep() => _hives.Sweep();

    /// <inheritdoc/>
    public IMachine Rehearse() => _rehearse();

    /// <inheritdoc/>
    public void Dispose() => _hives.Dispose();

    private static ImageMachine Open(string folder, ImageUse use, HostVolume volume, ImageNames found)
    {
        ImageHives hives = new(found, use, volume);
        try
        {
            ImageRegistry registry = new(hives);
            string windows = ImageFacts.WindowsDirectory(registry)
                ?? throw NotAnImage(folder, "its registry does not tell where Windows is");
            ImageNames names = new(folder, windows.Substring(0, 2), use, volume);
            return new ImageMachine(
                ImageFacts.Read(registry, windows, folder),
                new ImageFileTree(names, volume),
                hives,
                registry,
                () => Open(folder, ImageUse.Rehearse, volume));
        }
        catch
        {
            hives.Dispose();
            throw;
        }
    }

    private static string Folder(string root)
    {
        string folder;
        try
        {
            folder = Path.GetFullPath(root);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new SetupException(
                SetupError.InvalidArgument, $"{root} is not the path of a folder", "Give the folder of the image.", e);
        }

        if (!Directory.Exists(folder))
        {
            throw NotAnImage(folder, "there is no such folder");
        }

        bool isRunning = Path.DirectorySeparatorChar == '\\' && string.Equals(
            Path.GetPathRoot(folder), Path.GetPathRoot(Environment.SystemDirectory), StringComparison.OrdinalIgnoreCase)
            && string.Equals(folder, Path.GetPathRoot(folder), StringComparison.OrdinalIgnoreCase);
        return isRunning
            ? throw new SetupException(
                SetupError.ImageInUse,
                $"{folder} is the drive of the Windows that runs",
                "Leave the image path out to work on the running Windows.")
            : folder;
    }

    private static void CheckAsleep(ImageNames names, HostVolume volume, string folder)
    {
        ImageName file = names.Find(ImageHives.Drive + @"\hiberfil.sys");
        if (file.Entry is not { Kind: FileKind.File, Length: >= 4 })
        {
            return;
        }

        byte[] begin = new byte[4];
        using (FileStream stream = volume.OpenUnlocked(file.HostPath, file.HostPath))
        {
            _ = Hives.HiveBytes.TryFill(stream, begin, begin.Length);
        }

        string word = new([.. begin.Select(static one => (char)one)]);
        if (Asleep.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            throw new SetupException(
                SetupError.ImageInUse,
                $"the Windows in {folder} is hibernated or waits for a fast start",
                "Start it and shut it down completely (shutdown /s /t 0), then try again.");
        }
    }

    private static SetupException NotAnImage(string folder, string why) => new(
        SetupError.NotAnImage,
        $"{folder} is not the root of a Windows volume: {why}",
        "Give the folder that holds Windows, Program Files, Users and ProgramData.");
}
