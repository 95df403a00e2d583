using System.Globalization;
using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>What the INF of a driver says about it.</summary>
public sealed class DriverInf
{
    // What names a platform in models and in sections of files.
    private const string Platform = "NTamd64";
    private const string SourcePlatform = ".amd64";
    private const int VersionParts = 4;

    // Without it every local user may open the device: XSA-468, CVE-2025-27463. The setup engine refuses it, too.
    private const string Guard = "D:P(A;;GA;;;SY)(A;;GA;;;BA)";

    private static readonly string[] Catalogs = ["CatalogFile." + Platform, "CatalogFile.NT", "CatalogFile"];

    private readonly string _path;
    private readonly InfFile _file;

    /// <summary>Reads an INF.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BuildException">It says too little, or it is no driver for x64.</exception>
    public DriverInf(string path)
    {
        _path = path;
        _file = InfFile.Read(path);
        Version = ReadVersion();
        Provider = Required("Provider");
        DeviceClass = Required("Class");
        ClassId = Guid.TryParseExact(Required("ClassGuid"), "B", out Guid id)
            ? id
            : throw Flaw("has no ClassGuid that is one", "give the id of the device class");
        Catalog = Catalogs.Select(key => _file.Value("Version", key)).FirstOrDefault(static c => c.Length > 0)
            ?? throw Flaw("names no catalog", "add CatalogFile to its [Version]: Windows takes no driver without one");
        if (!Catalog.EndsWith(".cat", StringComparison.OrdinalIgnoreCase)
            || !Catalog.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw Flaw($"names the catalog {Catalog}", "name a file beside it, *.cat");
        }

        HardwareIds = [.. ReadHardwareIds().Distinct(StringComparer.OrdinalIgnoreCase)];
        if (HardwareIds.Count == 0)
        {
            throw Flaw(
                "has no devices for x64",
                $"use the driver that is built for x64; its [Manufacturer] names models for {Platform}");
        }

        Files = [.. ReadFiles().Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!Files.Any(static f => f.EndsWith(".sys", StringComparison.OrdinalIgnoreCase)))
        {
            throw Flaw("names no .sys in [SourceDisksFiles]", "put the INF of a driver there");
        }
    }

    /// <summary>Name of the file without its extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(_path);

    /// <summary>Version of the line DriverVer, as it is written there.</summary>
    public string Version { get; }

    /// <summary>Who provides the driver.</summary>
    public string Provider { get; }

    /// <summary>Class of its devices.</summary>
    public string DeviceClass { get; }

    /// <summary>Id of the class.</summary>
    public Guid ClassId { get; }

    /// <summary>Name of the catalog.</summary>
    public string Catalog { get; }

    /// <summary>Ids of the devices for x64, in the INF's order.</summary>
    public IReadOnlyList<string> HardwareIds { get; }

    /// <summary>Files that come with the INF: paths beside it, parts separated by slashes.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Whether only SYSTEM and administrators may open its devices: the installation of each says so in its part for
    /// the hardware. What stands elsewhere has no effect on a device.
    /// </summary>
    public bool IsGuarded => ReadModels()
        .Select(static model => model[0])
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .All(IsGuardedBy);

    private string Required(string key) => _file.Value("Version", key) is { Length: > 0 } value
        ? value
        : throw Flaw($"has no {key}", "add it to its [Version]");

    // DriverVer = month/day/year, w.x.y.z
    private string ReadVersion()
    {
        string date = _file.Value("Version", "DriverVer");
        string version = _file.Value("Version", "DriverVer", 1);
        string[] parts = version.Split('.');
        return DateOnly.TryParseExact(date, "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && parts.Length == VersionParts
            && parts.All(static p => ushort.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? version
            : throw Flaw(
                $"has no DriverVer with a date and a version (\"{date}\", \"{version}\")",
                "write DriverVer = month/day/year, four numbers with dots between them");
    }

    // Windows takes the installation that is written for the platform, and the part for the hardware that belongs to
    // it.
    private bool IsGuardedBy(string installation)
    {
        string section = new[] { $"{installation}.{Platform}", $"{installation}.NT" }
            .FirstOrDefault(s => _file.Sections.Contains(s, StringComparer.OrdinalIgnoreCase)) ?? installation;
        return _file.Lines(section + ".HW")
            .Where(static l => l.Key.Equals("AddReg", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static l => l.Values)
            .SelectMany(_file.Lines)
            .Any(static l => l.Key.Length == 0
                && l[0].Equals("HKR", StringComparison.OrdinalIgnoreCase)
                && l[1].Length == 0
                && l[2].Equals("Security", StringComparison.OrdinalIgnoreCase)
                && l[4].StartsWith(Guard, StringComparison.OrdinalIgnoreCase));
    }

    // A line of [Manufacturer] names a section of models, and behind it the platforms whose names are added to it.
    private IEnumerable<InfLine> ReadModels() =>
        from maker in _file.Lines("Manufacturer")
        from platform in maker.Values.Skip(1)
        where platform.StartsWith(Platform, StringComparison.OrdinalIgnoreCase)
        from model in _file.Lines($"{maker[0]}.{platform}")
        select model;

    private IEnumerable<string> ReadHardwareIds() =>
        from model in ReadModels()
        from id in model.Values.Skip(1)
        where id.Length > 0
        select _file.Text(id);

    // File = disk, folder; the disk has a folder, too.
    private IEnumerable<string> ReadFiles()
    {
        foreach (InfLine line in _file.Lines("SourceDisksFiles" + SourcePlatform)
            .Concat(_file.Lines("SourceDisksFiles")))
        {
            string disk = _file.Value("SourceDisksNames" + SourcePlatform, line[0], 3);
            if (disk.Length == 0)
            {
                disk = _file.Value("SourceDisksNames", line[0], 3);
            }

            string[] parts = [.. new[] { disk, _file.Text(line[1]), _file.Text(line.Key) }
                .SelectMany(static p => p.Split('\\', '/'))
                .Where(static p => p is not ("" or "."))];
            yield return string.Join('/', parts);
        }
    }

    private BuildException Flaw(string what, string remedy) => new($"{_path} {what}: {remedy}");
}
