using System.Text;
using System.Text.Unicode;

namespace PedOS.DatabaseCommand;

/// <summary>An entry; it has either its text or its bytes, never both.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its value, when that is valid UTF-8: the same bytes.</param>
/// <param name="Base64">Its value, when it is not.</param>
internal sealed record JsonEntry(string Path, string? Text, string? Base64)
{
    /// <summary>An entry as it was read.</summary>
    public static JsonEntry Of(string path, byte[] value) => Utf8.IsValid(value)
        ? new(path, Encoding.UTF8.GetString(value), null)
        : new(path, null, Convert.ToBase64String(value));
}

/// <summary>Answer of read and multiread.</summary>
/// <param name="Entries">What was found.</param>
internal sealed record JsonEntries(IReadOnlyList<JsonEntry> Entries);

/// <summary>Answer of list.</summary>
/// <param name="Paths">What was found.</param>
internal sealed record JsonPaths(IReadOnlyList<string> Paths);

/// <summary>A line of watch.</summary>
/// <param name="Path">What has changed, or was removed.</param>
internal sealed record JsonChange(string Path);
