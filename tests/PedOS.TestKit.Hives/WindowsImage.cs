namespace PedOS.TestKit.Hives;

/// <summary>
/// A generated Windows volume: the directories, some files, and real hives with the keys that an installation of tools
/// reads and changes. Nothing of it can start; everything of it can be changed and compared.
/// </summary>
public sealed class WindowsImage
{
    // Every file is as old as an installed Windows would be.
    private static readonly DateTime Installed = new(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Directories =
    [
        @"Windows\System32\config\systemprofile", @"Windows\System32\drivers", @"Windows\System32\LogFiles",
        @"Windows\INF", @"Windows\Temp", @"Windows\SysWOW64", @"Program Files\Common Files",
        @"Program Files\Windows Defender", "Program Files (x86)", @"ProgramData\Microsoft\Windows\Start Menu\Programs",
        @"Users\Public\Documents", @"Users\Default\AppData\Roaming\Microsoft\Windows\SendTo", @"Users\Default\Desktop",
        @"Users\Jürgen Müßig\Documents", @"Users\İbrahim Çağlar\Documents", @"Users\田中 太郎\Documents",
        @"Users\عبد الله\Documents",
    ];

    private static readonly (string Path, int Length)[] Files =
    [
        (@"Windows\explorer.exe", 40000), (@"Windows\System32\ntdll.dll", 30000), (@"Windows\System32\smss.exe", 9000),
        (@"Windows\System32\autochk.exe", 12000), (@"Windows\System32\services.exe", 8000),
        (@"Windows\System32\drivers\ntfs.sys", 25000), (@"Windows\INF\netrndis.inf", 3000),
        (@"Program Files\Windows Defender\MsMpEng.exe", 7000), (@"Users\Jürgen Müßig\Documents\Grüße.txt", 120),
        (@"Users\田中 太郎\Documents\メモ.txt", 80), (@"ProgramData\ntuser.pol", 64), ("pagefile.sys", 4096),
    ];

    private WindowsImage(string root) => Root = root;

    /// <summary>Why images cannot be made here; null when they can.</summary>
    public static string? MissingReason => HiveEditor.MissingReason;

    /// <summary>The folder that is the root of the volume.</summary>
    public string Root { get; }

    /// <summary>The SOFTWARE hive.</summary>
    public string Software => Config("SOFTWARE");

    /// <summary>The SYSTEM hive.</summary>
    public string System => Config("SYSTEM");

    /// <summary>The hive of the profile of services and of the logon screen.</summary>
    public string DefaultUser => Config("DEFAULT");

    /// <summary>The hive that new accounts get.</summary>
    public string Template => At(@"Users\Default\NTUSER.DAT");

    /// <summary>The boot store.</summary>
    public string BootStore => At(@"Boot\BCD");

    /// <summary>All hives there are.</summary>
    public IEnumerable<string> Hives =>
        new[] { Software, System, DefaultUser, Template, BootStore }.Where(File.Exists);

    /// <summary>Makes an image in an empty or new folder.</summary>
    public static WindowsImage Create(string root, WindowsImageOptions? options = null)
    {
        WindowsImage image = new(Path.GetFullPath(root));
        image.Fill(options ?? new WindowsImageOptions());
        return image;
    }

    /// <summary>An image that is there.</summary>
    public static WindowsImage Open(string root) => new(Path.GetFullPath(root));

    /// <summary>Where something of the volume is, by its Windows path below the root.</summary>
    public string At(string path) => Path.Join([Root, .. path.Split('\\')]);

    /// <summary>Changes a hive, as a program that edits it in place.</summary>
    public static void Edit(string hive, Action<HiveEditor> edit)
    {
        using HiveEditor editor = HiveEditor.Open(hive);
        edit(editor);
        editor.Commit(hive);
    }

    /// <summary>Installs the drivers of the Xen project, as somebody else would have.</summary>
    /// <param name="version">Their version.</param>
    public void AddXenDrivers(string version)
    {
        Edit(System, editor => WindowsHives.XenDrivers(editor, version));
        foreach (SampleXenDriver driver in SampleXenDriver.All)
        {
            File.WriteAllText(At(@"Windows\INF\" + driver.StoreName), driver.Inf(version));
            File.WriteAllText(At($@"Windows\System32\drivers\{driver.Name}.sys"), driver.Name);
        }
    }

    /// <summary>What is in the image now.</summary>
    public WindowsImageSnapshot Snapshot() => WindowsImageSnapshot.Take(this);

    /// <summary>The same without the keys and values of the hives, which takes an independent program each.</summary>
    public WindowsImageSnapshot FileSnapshot() => WindowsImageSnapshot.TakeFiles(this);

    private string Config(string name) => At($@"Windows\System32\config\{name}");

    private void Fill(WindowsImageOptions options)
    {
        foreach (string directory in Directories)
        {
            Directory.CreateDirectory(At(directory));
        }

        Random random = new(1);
        foreach ((string path, int length) in Files)
        {
            byte[] content = new byte[length];
            random.NextBytes(content);
            File.WriteAllBytes(At(path), content);
            File.SetLastWriteTimeUtc(At(path), Installed);
        }

        Make(Software, options.Format, editor => WindowsHives.Software(editor, options));
        Make(System, options.Format, editor => WindowsHives.System(editor, options));
        Make(DefaultUser, options.Format, WindowsHives.DefaultUser);
        Make(Template, options.Format, WindowsHives.Template);
        File.WriteAllBytes(System + ".LOG1", new byte[4096]);
        File.WriteAllBytes(Software + ".LOG1", new byte[4096]);
        if (options.HasBootStore)
        {
            Directory.CreateDirectory(At("Boot"));
            Make(BootStore, options.Format, WindowsHives.BootStore);
        }
    }

    private static void Make(string path, HiveFormat format, Action<HiveEditor> fill)
    {
        using (HiveEditor editor = HiveEditor.Create(path))
        {
            fill(editor);
            editor.Commit(path);
        }

        if (format == HiveFormat.Saved)
        {
            byte[] hive = File.ReadAllBytes(path);
            SavedLists.Rewrite(hive);
            File.WriteAllBytes(path, hive);
        }

        File.SetLastWriteTimeUtc(path, Installed);
    }
}
