using System.Text.Json;
using PedOS.Build.Drivers;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>
/// The list of what is in the product, in CycloneDX 1.5 JSON: our files, and what is compiled into them.
/// </summary>
/// <param name="version">Version of the product.</param>
/// <param name="date">The time it carries.</param>
public sealed class SoftwareBill(string version, DateTimeOffset date)
{
    private const string Product = "pedos-windows-tools";
    private const string Licence = "GPL-2.0-only";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="folder">The package folder.</param>
    /// <param name="files">The files in it.</param>
    /// <param name="parts">What is compiled into the programs.</param>
    /// <param name="drivers">The drivers among the files, which others have written.</param>
    public void Write(
        string path,
        string folder,
        IReadOnlyList<PackageFile> files,
        IReadOnlyList<BuildPart> parts,
        DriverSet drivers)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(drivers);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.5");
            json.WriteString("serialNumber", $"urn:uuid:{NameBasedGuid.Of($"{Product} {version} bill")}");
            json.WriteNumber("version", 1);
            WriteProduct(json);
            json.WriteStartArray("components");
            foreach (PackageFile file in files)
            {
                WriteFile(json, folder, file, drivers.Of(file));
            }

            foreach (BuildPart part in parts)
            {
                WritePart(json, part);
            }

            json.WriteEndArray();
            WriteDependencies(json, files, [.. files.Where(f => IsProgram(f) && drivers.Of(f) is null)], parts);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        File.WriteAllBytes(path, bytes.ToArray());
    }

    private static string Reference(PackageFile file) => "file:" + file.Path;

    private static string Reference(BuildPart part) => $"pkg:nuget/{part.Name}@{part.Version}";

    private static bool IsProgram(PackageFile file) => file.Path.EndsWith(".exe", StringComparison.Ordinal);

    private void WriteProduct(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", date.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", null));
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("bom-ref", Product);
        json.WriteString("name", "PedOS Windows Tools");
        json.WriteString("version", version);
        WriteLicence(json, Licence);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteFile(Utf8JsonWriter json, string folder, PackageFile file, DriverPackage? driver)
    {
        string type = IsProgram(file) ? "application"
            : file.Path.EndsWith(".sys", StringComparison.OrdinalIgnoreCase) ? "device-driver"
            : file.Path.EndsWith(".dll", StringComparison.Ordinal) ? "library"
            : "file";
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("bom-ref", Reference(file));
        if (driver is not null)
        {
            json.WriteStartObject("supplier");
            json.WriteString("name", driver.Provider);
            json.WriteEndObject();
        }

        json.WriteString("group", file.Component);
        json.WriteString("name", file.Path);
        json.WriteString("version", driver?.Version ?? version);
        WriteHash(json, "SHA-256", FileHash.Of(Path.Join(folder, file.Path)));
        if (driver is null)
        {
            // What a driver's licence is, no file of it says in a form that a program could read.
            WriteLicence(json, Licence);
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, BuildPart part)
    {
        json.WriteStartObject();
        json.WriteString("type", "framework");
        json.WriteString("bom-ref", Reference(part));
        json.WriteString("name", part.Name);
        json.WriteString("version", part.Version);
        if (part.Sha512 is { } hash)
        {
            WriteHash(json, "SHA-512", Convert.ToHexStringLower(Convert.FromBase64String(hash)));
        }

        WriteLicence(json, part.Licence);
        json.WriteString("purl", Reference(part));
        json.WriteEndObject();
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string hash)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", hash);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLicence(Utf8JsonWriter json, string expression)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteDependencies(
        Utf8JsonWriter json,
        IReadOnlyList<PackageFile> files,
        IReadOnlyList<PackageFile> programs,
        IReadOnlyList<BuildPart> parts)
    {
        json.WriteStartArray("dependencies");
        Write(Product, files.Select(Reference));
        foreach (PackageFile program in programs)
        {
            Write(Reference(program), parts.Select(Reference));
        }

        json.WriteEndArray();

        void Write(string reference, IEnumerable<string> needed)
        {
            json.WriteStartObject();
            json.WriteString("ref", reference);
            json.WriteStartArray("dependsOn");
            foreach (string one in needed)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
