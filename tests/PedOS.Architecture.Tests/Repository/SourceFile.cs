using System.Text;

namespace PedOS.Architecture.Tests.Repository;

/// <summary>One file of the tree.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Bytes">Its content.</param>
public sealed record SourceFile(string Path, byte[] Bytes)
{
    private static readonly string[] BinaryExtensions = [".bin", ".hive", ".ico", ".png", ".snk"];

    public SourceFile(string path, string text)
        : this(path, Encoding.UTF8.GetBytes(text))
    {
    }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    public bool IsBinary => BinaryExtensions.Contains(Extension, StringComparer.Ordinal);

    public bool IsCode => Extension == ".cs";

    public bool IsScript => Extension is ".sh" or ".ps1" or ".psm1" or ".psd1" || Path == ".ci/run";

    public bool IsProject => Extension == ".csproj";

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Without the empty string after the last line end.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            string[] lines = Text.Split('\n');
            return lines[^1].Length == 0 ? lines[..^1] : lines;
        }
    }
}
