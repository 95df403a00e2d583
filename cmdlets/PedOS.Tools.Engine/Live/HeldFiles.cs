using PedOS.Tools.Engine.Native;

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

    // Together 2 s (arbitrary): scanners need some 100 ms, and nobody wants to wait much longer for a real refusal.
    private static readonly int[] Delays = [10, 20, 40, 80, 150, 250, 350, 500, 600];

    /// <summary>Whether a call may succeed when it is repeated, or in another way.</summary>
    /// <param name="error">What it returned.</param>
    public static bool IsHeld(int error) => error is Win32Error.ERROR_ACCESS_DENIED
        or Win32Error.ERROR_SHARING_VIOLATION
        or Win32Error.ERROR_LOCK_VIOLATION
        or Win32Error.ERROR_USER_MAPPED_FILE;

    /// <summary>Calls again, for about two seconds, as long as somebody holds the file.</summary>
    /// <param name="call">Returns an error number.</param>
    /// <param name="wait">Lets time pass.</param>
    /// <returns>What the last call returned.</returns>
    public static int Retry(Func<int> call, Action<TimeSpan> wait)
    {
        int error = call();
        for (int i = 0; IsHeld(error) && i < Delays.Length; i++)
        {
            wait(TimeSpan.FromMilliseconds(Delays[i]));
            error = call();
        }

        return error;
    }

    /// <summary>Gives a file the name of another one in one step: there is always a file of the name.</summary>
    /// <returns>Error number.</returns>
    public int Move(string from, string to) =>
        Retry(() => calls.Rename(from, to, replaces: true), calls.Wait);

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
        int error = Retry(
            () =>
            {
                int refused = calls.Rename(from, to, replaces: true);
                return IsHeld(refused) && calls.IsThere(to) ? Exchange(from, to, refused, out isLeft) : refused;
            },
            calls.Wait);
        isInUse = isLeft;
        return error;
    }

    /// <summary>Deletes a file, a running program included.</summary>
    /// <returns>Error number.</returns>
    public int Delete(string path) => Retry(
        () =>
        {
            int refused = calls.Delete(path);
            if (!IsHeld(refused) || !calls.IsThere(path))
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
            _ = Retry(() => calls.Rename(aside, to, replaces: false), calls.Wait);
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
