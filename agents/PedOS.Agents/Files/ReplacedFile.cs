using PedOS.Tools.Contracts.Files;

namespace PedOS.Agents.Files;

/// <summary>
/// A file that has its old content or its new one, whatever happens: written under another name beside it, taken to the
/// disk, and then renamed. Whoever calls it is alone with the file.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="temporary">The other name, in the same folder.</param>
/// <param name="flush">Takes a file to the disk, and returns 0 or the system's error number.</param>
public sealed class ReplacedFile(string path, string temporary, Func<FileStream, int> flush)
{
    /// <summary>Lets time pass while somebody holds the file; for tests.</summary>
    public Action<TimeSpan> Wait { get; init; } = HeldFile.Sleep;

    /// <summary>Gives the temporary file its name; for tests.</summary>
    public Action<string, string> Rename { get; init; } =
        static (from, to) => File.Move(from, to, overwrite: true);

    /// <summary>Writes it. When this returns, the content is on the disk.</summary>
    /// <param name="content">Writes the content.</param>
    /// <param name="prepare">Is given the path of the new file before it gets its name; null for nothing.</param>
    /// <exception cref="IOException">It failed; the file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; the file is as it was.</exception>
    public void Write(Action<Stream> content, Action<string>? prepare = null)
    {
        HeldFile.Retry(
            () =>
            {
                using FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
                content(file);
                if (flush(file) is not 0 and int error)
                {
                    throw new IOException($"{path} cannot be taken to the disk (error {error})");
                }
            },
            Wait);
        prepare?.Invoke(temporary);
        HeldFile.Retry(() => Rename(temporary, path), Wait);
    }
}
