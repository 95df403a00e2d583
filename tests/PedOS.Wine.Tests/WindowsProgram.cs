using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Text;

namespace PedOS.Wine.Tests;

/// <summary>What the file of a published Windows program says about itself.</summary>
public sealed class WindowsProgram : IDisposable
{
    // IMAGE_LOAD_CONFIG_DIRECTORY64
    private const int DependentLoadFlagsOffset = 0x4E;
    private const int SecurityCookieOffset = 0x58;

    // IMAGE_IMPORT_DESCRIPTOR
    private const int ImportSize = 20;
    private const int ImportNameOffset = 12;

    private readonly PEReader _reader;

    public WindowsProgram(string path)
    {
        Length = new FileInfo(path).Length;
        _reader = new PEReader(File.OpenRead(path));
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>The optional header.</summary>
    public PEHeader Header => _reader.PEHeaders.PEHeader!;

    /// <summary>Where DLLs that it is linked with may come from; 0 when it does not say.</summary>
    public int DependentLoadFlags => Read(LoadConfiguration, DependentLoadFlagsOffset, sizeof(short));

    /// <summary>Low half of the address of its stack cookie, which Windows fills; 0 when it does not say.</summary>
    public int SecurityCookie => Read(LoadConfiguration, SecurityCookieOffset, sizeof(int));

    /// <summary>Whether the manifest resource has a text.</summary>
    public bool Declares(string text) => Resources.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Whether the version resource has a name with a value.</summary>
    public bool HasVersionText(string name, string value)
    {
        // WORD-aligned UTF-16: the name and its zero, padding to four bytes, the value and its zero
        ReadOnlySpan<byte> resources = Resources;
        int at = resources.IndexOf(Encoding.Unicode.GetBytes(name + "\0"));
        return at >= 0
            && resources.Slice(at, Math.Min(256, resources.Length - at))
                .IndexOf(Encoding.Unicode.GetBytes("\0" + value + "\0")) >= 0;
    }

    /// <summary>Names of the DLLs that it is linked with, lower case.</summary>
    public IReadOnlyList<string> Imports()
    {
        List<string> names = [];
        DirectoryEntry table = Header.ImportTableDirectory;
        for (int entry = 0; (entry + 1) * ImportSize <= table.Size; entry++)
        {
            int name = Read(table, (entry * ImportSize) + ImportNameOffset, sizeof(int));
            if (name == 0)
            {
                break;
            }

            ReadOnlySpan<byte> text = _reader.GetSectionData(name).GetContent().AsSpan();
            names.Add(Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]).ToLowerInvariant());
        }

        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private DirectoryEntry LoadConfiguration => Header.LoadConfigTableDirectory;

    private ReadOnlySpan<byte> Resources => Header.ResourceTableDirectory.Size == 0
        ? default
        : _reader.GetSectionData(Header.ResourceTableDirectory.RelativeVirtualAddress).GetContent().AsSpan();

    private int Read(DirectoryEntry table, int offset, int size)
    {
        if (table.Size < offset + size)
        {
            return 0;
        }

        ReadOnlySpan<byte> bytes = _reader.GetSectionData(table.RelativeVirtualAddress + offset).GetContent().AsSpan();
        return size == sizeof(short)
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
            : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
