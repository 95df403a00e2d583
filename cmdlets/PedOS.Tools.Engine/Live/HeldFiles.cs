using PedOS.Tools.Contracts.Files;

namespace PedOS.Tools.Engine.Live;

/// <summary>
/// Replaces and deletes files that somebody holds. A scanner lets go after a moment: it is tried again. A program that
/// runs can be neither replaced nor deleted, under none of its names, but it can be renamed: it is moved into a folder
/// of its volume, from where it goes when nobody runs it any more, or Windows starts.
/// </summary>
/// <param name="calls">Windows.</param>
/// <param name="folder">Where files are moved to; on the volume of all of them.</param>
internal sealed class HeldFiles(IFileCalls calls, string folder)
{
    private const string Replaced = "replaced-";
    private const string Removed = "removed-";

    /// <summary>Gives a file the name of another one in one step: there is always a file of the name.</summary>
    /// <returns>Error number.</returns>
    public int Move(string from, string to) =>
        HeldFile.Retry(() => calls.Rename(from, to, replaces: true), calls.Wait);

    /// <summary>
    /// Gives a file the name of another one, a running program included. Then there is no file of the name for a
    /// moment; a power cut in it is recovered by the books of the operation.
    /// </summary>
    /// <param name="from">The new file.</param>
    /// <param name="to">The name.</param>
    /// <param name="isInUse">Whether the old one is still in use.</param>
    /// <returns>Error number; the old file has its name again then.</returns>
    public int Replace(string from, string to, out bool isInUse)
    {
        bool isLeft = false;
        int error = HeldFile.Retry(
            () =>
            {
                int refused = calls.Rename(from, to, replaces: true);
                return HeldFile.Is(refused) && calls.IsThere(to) ? Exchange(from, to, refused, out isLeft) : refused;
            },
            calls.Wait);
        isInUse = isLeft;
        return error;
    }

    /// <summary>Deletes a file, a running program included.</summary>
    /// <returns>Error number.</returns>
    public int Delete(string path) => HeldFile.Retry(
        () =>
        {
            int refused = calls.Delete(path);
            if (!HeldFile.Is(refused) || !calls.IsThere(path))
            {
                return refused;
            }

            string aside = Aside(Removed);
            if (calls.Rename(path, aside, replaces: false) != 0)
            {
                return refused;
            }

            _ = Drop(aside);
            return 0;
        },
        calls.Wait);

    /// <summary>Deletes what was moved away and is in use no more.</summary>
    /// <returns>Files in use that were replaced: programs that still run as they were.</returns>
    public int Clear() => calls.Files(folder)
        .Count(name => calls.Delete(folder + "\\" + name) != 0
            && name.StartsWith(Replaced, StringComparison.OrdinalIgnoreCase));

    private int Exchange(string from, string to, int refused, out bool isInUse)
    {
        isInUse = false;
        string aside = Aside(Replaced);
        if (calls.Rename(to, aside, replaces: false) != 0)
        {
            return refused;
        }

        int error = calls.Rename(from, to, replaces: false);
        if (error != 0)
        {
            // Should this fail too, the operation is undone, and puts the file back from what it has kept.
            _ = HeldFile.Retry(() => calls.Rename(aside, to, replaces: false), calls.Wait);
            return error;
        }

        isInUse = !Drop(aside);
        return 0;
    }

    private bool Drop(string aside)
    {
        if (calls.Delete(aside) == 0)
        {
            return true;
        }

        calls.DeleteAtRestart(aside);
        calls.DeleteAtRestart(folder);
        return false;
    }

    private string Aside(string kind)
    {
        calls.MakeFolder(folder);
        return folder + "\\" + kind + Guid.NewGuid().ToString("N");
    }
}
