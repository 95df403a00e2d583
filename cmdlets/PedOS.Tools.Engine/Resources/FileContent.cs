using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>What is in a file: a file of the package, known by its hash, or bytes that the plan carries.</summary>
public sealed class FileContent
{
    private readonly string? _source;
    private readonly byte[]? _bytes;

    /// <summary>A file of the package.</summary>
    /// <param name="source">Its path in the package, parts separated by slashes.</param>
    /// <param name="sha256">SHA-256 of it, 64 lower-case hexadecimal digits.</param>
    /// <param name="length">Bytes it has.</param>
    public FileContent(string source, string sha256, long length)
    {
        _source = source;
        Sha256 = sha256;
        Length = length;
    }

    /// <summary>Bytes that the plan carries.</summary>
    public FileContent(byte[] bytes)
    {
        _bytes = bytes;
        using MemoryStream stream = new(bytes, writable: false);
        Sha256 = Sha256Text.Of(stream);
        Length = bytes.Length;
    }

    /// <summary>Whether it is a file of the package.</summary>
    public bool IsOfPackage => _bytes is null;

    /// <summary>SHA-256, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Bytes it has.</summary>
    public long Length { get; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no content.</exception>
    public static FileContent FromJson(JsonValue value) =>
        value.Find("bytes") is { } bytes
            ? new(Convert.FromBase64String(bytes.AsText()))
            : new(value.Get("source").AsText(), value.Get("sha256").AsText(), value.Get("length").AsNumber());

    /// <summary>Opens it.</summary>
    /// <exception cref="SetupException">The package does not have it.</exception>
    public Stream Open(IPackage package) =>
        _bytes is { } bytes ? new MemoryStream(bytes, writable: false) : package.Open(_source!);

    /// <summary>As a record.</summary>
    public JsonValue ToJson() =>
        _bytes is { } bytes
            ? JsonValue.Record(("bytes", JsonValue.Of(Convert.ToBase64String(bytes))))
            : JsonValue.Record(
                ("source", JsonValue.Of(_source)), ("sha256", JsonValue.Of(Sha256)), ("length", JsonValue.Of(Length)));
}
