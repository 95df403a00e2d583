using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>A file of the package.</summary>
/// <param name="Path">
/// Where it is in the package and below the installation's folder, parts separated by slashes.
/// </param>
/// <param name="Component">Component it belongs to.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Bytes it has.</param>
public sealed record PackageEntry(string Path, string Component, string Sha256, long Length)
{
    // So much that no file has it, and so little that the sum of all that a list can have is a number.
    private const long MaxLength = 1L << 40;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none, or its path could lead elsewhere.</exception>
    public static PackageEntry FromJson(JsonValue value)
    {
        PackageEntry file = new(
            value.Get("path").AsText(),
            value.Get("component").AsText(),
            value.Get("sha256").AsText(),
            value.Get("length").AsNumber());
        bool isPlain = file.Path.Split('/').All(static part => Machines.WindowsPath.Flaw(part) is null);
        bool isHash = file.Sha256.Length == 64
            && file.Sha256.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
        return isPlain && isHash && file.Length is >= 0 and <= MaxLength
            ? file
            : throw new FormatException($"file {file.Path} of the package's list is not acceptable");
    }

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("path", JsonValue.Of(Path)),
        ("component", JsonValue.Of(Component)),
        ("sha256", JsonValue.Of(Sha256)),
        ("length", JsonValue.Of(Length)));
}
