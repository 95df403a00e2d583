using PedOS.Tools.Contracts;

namespace PedOS.Agents.Qrexec;

/// <summary>Reads small files that users write, see <see cref="UserText"/>.</summary>
public static class UserTextFile
{
    /// <summary>The bytes of a file as UTF-8 without a mark; others may write it meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxSize">Most bytes it may have.</param>
    /// <exception cref="FormatException">It is longer, or in an encoding that is not read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    public static byte[] ReadUtf8(string path, int maxSize)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[maxSize + 1];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= maxSize
            ? UserText.ToUtf8(content[..length])
            : throw new FormatException($"the file has more than {maxSize} bytes");
    }
}
