using System.Text.Json;
using PedOS.Build.Drivers;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Lays out the folder that the setup engine installs from; its list is <c>package.json</c>.</summary>
/// <param name="folder">Where.</param>
public sealed class PackageFolder(string folder)
{
    /// <summary>Name of the list, in the format that <c>PackageList</c> of the engine reads.</summary>
    public const string ListName = "package.json";

    private const int Format = 1;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    /// <summary>Copies the files into an empty folder.</summary>
    public void Copy(IReadOnlyList<PackageFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (PackageFile file in files)
        {
            string target = Place(file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file.Source, target);
        }
    }

    /// <summary>Writes the list: the files as they are now, which is after they were signed.</summary>
    /// <param name="version">Version of the product.</param>
    /// <param name="files">What was copied.</param>
    /// <param name="drivers">The drivers among the files.</param>
    public void WriteList(string version, IReadOnlyList<PackageFile> files, DriverSet drivers)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(drivers);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("version", version);
            json.WriteStartArray("files");
            foreach (PackageFile file in files)
            {
                string path = Place(file);
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteString("component", file.Component);
                json.WriteString("sha256", FileHash.Of(path));
                json.WriteNumber("length", new FileInfo(path).Length);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteDrivers(json, drivers);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        File.WriteAllBytes(Path.Join(folder, ListName), bytes.ToArray());
    }

    private static void WriteDrivers(Utf8JsonWriter json, DriverSet drivers)
    {
        json.WriteStartArray("drivers");
        foreach (DriverPackage driver in drivers.Packages)
        {
            json.WriteStartObject();
            json.WriteString("inf", driver.Inf);
            json.WriteString("version", driver.Version);
            json.WriteString("component", driver.Kind.Component);
            json.WriteBoolean("testSigned", driver.IsTestSigned);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("certificates");
        foreach (PackageFile certificate in drivers.Certificates)
        {
            json.WriteStringValue(certificate.Path);
        }

        json.WriteEndArray();
    }

    private string Place(PackageFile file) => Path.Join(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
}
