using System.Globalization;
using System.Text;
using System.Xml.Linq;
using PedOS.Build.Tools;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Packaging;

/// <summary>
/// Writes the part of the MSI's sources that follows from the package: files, folders, and the words that tell setup
/// which features come and go. The part that people write is <c>module/installer/PedOSTools.wxs</c>.
/// </summary>
/// <param name="files">Everything that is installed, the list of the package too.</param>
public sealed class InstallerSource(IReadOnlyList<PackageFile> files)
{
    /// <summary>Name of the file with folders and files.</summary>
    public const string FilesName = "Files.wxs";

    /// <summary>Name of the file with the words.</summary>
    public const string WordsName = "Words.wxi";

    // Folders that the other part has.
    private const string Installation = "INSTALLDIR";
    private const string Modules = "module";

    private static readonly XNamespace Wix = "http://schemas.microsoft.com/wix/2006/wi";

    // Stopped while their files change, those that depend on another one before it; setup starts them again.
    private static readonly string[] Services =
        [.. ProductPrograms.All.Where(static p => p.Service is not null).Select(static p => p.Name).Reverse()];

    // Those without files: settings only.
    private static readonly string[] Settings =
        [.. ProductComponents.All.Where(static c => !c.NeedsFiles).Select(static c => c.Name)];

    private static readonly string[] WithFiles =
    [
        .. ProductComponents.All
            .Where(static c => c.NeedsFiles && c.Name != ComponentNames.Shared)
            .Select(static c => c.Name),
    ];

    /// <summary>Variables that the other part asks for: whether the package has files of a component.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        WithFiles.ToDictionary(static c => "Has" + c, c => Has(c) ? "1" : "0");

    private IEnumerable<string> Features => WithFiles.Where(Has).Concat(Settings);

    /// <summary>Id of a file, a folder or a component: its path in letters that ids may have.</summary>
    /// <exception cref="BuildException">The path is too long for an id.</exception>
    public static string IdOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var id = new StringBuilder();
        foreach (char c in path)
        {
            id.Append(char.IsAsciiLetterOrDigit(c) || c is '.' ? c.ToString() : "_");
        }

        // Windows Installer takes 72.
        return id.Length <= 72 && (char.IsAsciiLetter(id[0]) || id[0] == '_')
            ? id.ToString()
            : throw new BuildException($"{path} cannot be an id of the Windows Installer");
    }

    /// <summary>Folders and files.</summary>
    /// <exception cref="BuildException">Two paths have one id.</exception>
    public XDocument WriteFiles()
    {
        string[] twice = [.. files.GroupBy(static f => IdOf(f.Path), StringComparer.OrdinalIgnoreCase)
            .Where(static g => g.Count() > 1)
            .Select(static g => g.Key)];
        return twice.Length > 0
            ? throw new BuildException($"files of the package share the ids {string.Join(", ", twice)}")
            : new XDocument(new XElement(
                Wix + "Wix",
                new XElement(
                    Wix + "Fragment",
                    Folders(Installation, files.Where(static f => !IsModule(f)), ""),
                    Folders(Modules, files.Where(IsModule), Modules + "/"),
                    Groups())));
    }

    /// <summary>The words that tell setup which features come and go; the other part includes them.</summary>
    public XDocument WriteWords() => new(new XElement(
        Wix + "Include",
        Features.SelectMany(Words),
        new XElement(Wix + "InstallExecuteSequence", Features.SelectMany(Conditions))));

    /// <summary>
    /// What wixl cannot say of files: a program or library has the version it states, and no hash, which is for files
    /// without a version only; each long name has a short one.
    /// </summary>
    public IEnumerable<string> FileQueries()
    {
        foreach (PackageFile file in files)
        {
            string id = IdOf(file.Path);
            string name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
            if (!ShortName.IsShort(name))
            {
                yield return $"UPDATE `File` SET `FileName` = '{ShortName.Of(file.Path)}|{name}' WHERE `File` = '{id}'";
            }

            if (VersionResource.Read(file.Source) is { } version)
            {
                yield return $"UPDATE `File` SET `Version` = '{version}', `Language` = '0' WHERE `File` = '{id}'";
                yield return $"DELETE FROM `MsiFileHash` WHERE `File_` = '{id}'";
            }
        }
    }

    private static bool IsModule(PackageFile file) => file.Path.StartsWith(Modules + "/", StringComparison.Ordinal);

    private bool Has(string component) => files.Any(f => f.Component == component);

    private static XElement Folders(string id, IEnumerable<PackageFile> inside, string prefix)
    {
        var root = new XElement(Wix + "DirectoryRef", new XAttribute("Id", id));
        Fill(root, [.. inside], prefix);
        if (id == Installation)
        {
            root.Add(Settings.Select(static s => Component("settings." + s, new XElement(Wix + "CreateFolder"))));
        }

        return root;
    }

    private static void Fill(XElement folder, IReadOnlyList<PackageFile> inside, string prefix)
    {
        // Services are stopped in the order of their rows: before the one that they depend on.
        foreach (IGrouping<string, PackageFile> part in inside.GroupBy(f => f.Path[prefix.Length..].Split('/')[0])
            .OrderBy(static g => Rank(g.Key)))
        {
            string path = prefix + part.Key;
            if (part.First().Path == path)
            {
                folder.Add(Component(path, File(path, part.Key), Stop(part.Key)));
                continue;
            }

            var below = new XElement(
                Wix + "Directory", new XAttribute("Id", "in_" + IdOf(path)), new XAttribute("Name", part.Key));
            Fill(below, [.. part], path + "/");
            folder.Add(below);
        }
    }

    private static XElement Component(string path, params object?[] content) => new(
        Wix + "Component",
        new XAttribute("Id", IdOf(path)),
        new XAttribute("Guid", NameBasedGuid.Of("component " + path)),
        new XAttribute("Win64", "yes"),
        content);

    private static XElement File(string path, string name) => new(
        Wix + "File",
        new XAttribute("Id", IdOf(path)),
        new XAttribute("Name", name),
        new XAttribute("Source", path),
        new XAttribute("KeyPath", "yes"));

    private static int Rank(string name) =>
        Array.FindIndex(Services, s => s + ".exe" == name) is >= 0 and var index ? index : Services.Length;

    private static XElement? Stop(string name)
    {
        string program = Path.GetFileNameWithoutExtension(name);
        return Services.Contains(program, StringComparer.Ordinal) && name == program + ".exe"
            ? new XElement(
                Wix + "ServiceControl",
                new XAttribute("Id", "stop." + IdOf(program)),
                new XAttribute("Name", program),
                new XAttribute("Stop", "both"),
                new XAttribute("Wait", "yes"))
            : null;
    }

    private IEnumerable<XElement> Groups() => Features.Prepend(ComponentNames.Shared).Select(c => new XElement(
        Wix + "ComponentGroup",
        new XAttribute("Id", "Files." + c),
        Settings.Contains(c)
            ? [Reference("settings." + c)]
            : files.Where(f => f.Component == c).Select(static f => Reference(f.Path))));

    private static XElement Reference(string path) =>
        new(Wix + "ComponentRef", new XAttribute("Id", IdOf(path)));

    private static IEnumerable<XElement> Words(string feature) =>
    [
        Word("Add." + feature, "SetupAdd", feature),
        Word("Remove." + feature, "SetupRemove", feature),
    ];

    private static XElement Word(string id, string property, string feature) => new(
        Wix + "CustomAction",
        new XAttribute("Id", id),
        new XAttribute("Property", property),
        new XAttribute("Value", $"[{property}] --component {feature}"));

    // 3: is or becomes local; 2: is or becomes absent.
    private IEnumerable<XElement> Conditions(string feature)
    {
        int number = Features.TakeWhile(f => f != feature).Count();
        yield return Condition("Add." + feature, 1420 + number, $"&{feature} = 3 AND NOT (!{feature} = 3)");
        yield return Condition("Remove." + feature, 1435 + number, $"&{feature} = 2 AND !{feature} = 3");
    }

    private static XElement Condition(string action, int sequence, string condition) => new(
        Wix + "Custom",
        new XAttribute("Action", action),
        new XAttribute("Sequence", sequence.ToString(CultureInfo.InvariantCulture)),
        condition);
}
