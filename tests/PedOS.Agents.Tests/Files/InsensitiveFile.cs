using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Tests.Files;

/// <summary>A file of <see cref="InsensitiveFolder"/>.</summary>
/// <param name="remove">Takes it out of its folder.</param>
internal sealed class InsensitiveFile(Action remove) : IIncomingFile
{
    private readonly MemoryStream _content = new();
    private bool _isKept;

    /// <summary>Notes, by name of the note.</summary>
    public Dictionary<string, byte[]> Notes { get; } = [];

    public string Content => Encoding.UTF8.GetString(_content.ToArray());

    public void Write(ReadOnlySpan<byte> bytes) => _content.Write(bytes);

    public void Note(string name, ReadOnlySpan<byte> content) => Notes[name] = content.ToArray();

    public void Keep(uint mode, EntryTime accessed, EntryTime modified) => _isKept = true;

    public void Dispose()
    {
        if (!_isKept)
        {
            remove();
        }
    }
}
