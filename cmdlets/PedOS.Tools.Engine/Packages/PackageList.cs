using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>What a package has; the file <c>package.json</c> in its root.</summary>
/// <param name="Version">Version of the tools, three numbers.</param>
/// <param name="Files">Its files.</param>
/// <param name="Drivers">Its drivers; their files are among the files.</param>
/// <param name="Certificates">Paths of the certificates that have to be trusted before the drivers are.</param>
public sealed record PackageList(
    string Version,
    IReadOnlyList<PackageEntry> Files,
    IReadOnlyList<PackageDriver> Drivers,
    IReadOnlyList<string> Certificates)
{
    /// <summary>Name of the list in the package.</summary>
    public const string FileName = "package.json";

    /// <summary>Version of the format that is written, and the newest that is read.</summary>
    public const int Format = 1;

    /// <summary>Bytes of a list that are read.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Reads a list.</summary>
    /// <exception cref="SetupException">It is none, names what it has not, or something twice.</exception>
    public static PackageList Read(string text)
    {
        try
        {
            JsonValue value = JsonText.Read(text);
            int format = value.Get("format").AsInt32();
            if (format != Format)
            {
                throw new FormatException($"format {format} is not known to this version");
            }

            PackageList list = new(
                value.Get("version").AsText(),
                [.. value.Get("files").Items.Select(PackageEntry.FromJson)],
                [.. value.Get("drivers").Items.Select(PackageDriver.FromJson)],
                [.. value.Get("certificates").Items.Select(static c => c.AsText())]);
            HashSet<string> paths = new(list.Files.Select(static f => f.Path), StringComparer.Ordinal);
            string? missing = list.Certificates
                .Concat(list.Drivers.Select(static d => d.Inf))
                .FirstOrDefault(p => !paths.Contains(p));
            string? twice = Twice(list.Files.Select(static f => f.Path))
                ?? Twice(list.Drivers.Select(static d => d.Inf))
                ?? Twice(list.Certificates);
            return missing is not null ? throw new FormatException($"{missing} is not among its files")
                : twice is not null ? throw new FormatException($"{twice} is there twice")
                : System.Version.TryParse(list.Version, out _) ? list
                : throw new FormatException($"{list.Version} is no version");
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.DamagedPackage,
                $"the package's list cannot be read: {e.Message}",
                "Get the package again from where it came from.",
                e);
        }
    }

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("format", JsonValue.Of(Format)),
        ("version", JsonValue.Of(Version)),
        ("files", JsonValue.Of(Files.Select(static f => f.ToJson()))),
        ("drivers", JsonValue.Of(Drivers.Select(static d => d.ToJson()))),
        ("certificates", JsonValue.Of(Certificates)));

    /// <summary>Whether it has files or drivers of a component.</summary>
    public bool Has(string component) =>
        Files.Any(f => f.Component == component) || Drivers.Any(d => d.Component == component);

    // For Windows two names that differ in their case are one file.
    private static string? Twice(IEnumerable<string> paths)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        return paths.FirstOrDefault(p => !seen.Add(p));
    }
}
