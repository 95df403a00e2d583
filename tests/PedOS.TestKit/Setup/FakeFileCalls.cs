using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.TestKit.Setup;

/// <summary>
/// Windows' rules for files that somebody holds, which Wine and Linux do not have: an image that runs is neither
/// replaced nor deleted, under none of its names (5), and can be renamed; what a scanner has open is none of the
/// three (32) until it lets go.
/// </summary>
internal sealed class FakeFileCalls(FakeWindows machine) : IFileCalls
{
    public int Rename(string from, string to, bool replaces)
    {
        if (!machine.Disk.Files.TryGetValue(from, out FakeFile? file))
        {
            return Win32Error.ERROR_FILE_NOT_FOUND;
        }

        int error = machine.Disk.Files.TryGetValue(to, out FakeFile? target) && from != to
            ? replaces ? Refusal(target) : Win32Error.ERROR_ALREADY_EXISTS
            : 0;
        error = IsScanned(file) ? Win32Error.ERROR_SHARING_VIOLATION : error;
        if (error == 0)
        {
            machine.Do(disk =>
            {
                // On a disk that lost the file before, there is nothing to rename.
                if (disk.Files.Remove(from))
                {
                    disk.Files[to] = file;
                }
            });
        }

        return error;
    }

    public int Delete(string path)
    {
        int error = machine.Disk.Files.TryGetValue(path, out FakeFile? file) ? Refusal(file) : 0;
        if (error == 0 && file is not null)
        {
            machine.Do(disk => disk.Files.Remove(path));
        }

        return error;
    }

    public void DeleteAtRestart(string path) => machine.Do(disk => disk.GoAtRestart.Add(path));

    public bool IsThere(string path) => machine.Disk.Files.ContainsKey(path);

    public void MakeFolder(string path)
    {
        machine.Files.CreateDirectory(path[..path.LastIndexOf('\\')], AccessRule.AdministratorsOnly);
        machine.Files.CreateDirectory(path, AccessRule.AdministratorsOnly);
    }

    public IEnumerable<string> Files(string folder) =>
        [.. machine.Files.List(folder).Where(static e => e.Kind == FileKind.File).Select(static e => e.Name)];

    public void Wait(TimeSpan time)
    {
        machine.Waiting?.Invoke();
        machine.Files.Cancellation.ThrowIfCancellationRequested();
        machine.Now += time;
    }

    private int Refusal(FakeFile file) => file.Content is { } image && machine.Images.Contains(image)
        ? Win32Error.ERROR_ACCESS_DENIED
        : IsScanned(file) ? Win32Error.ERROR_SHARING_VIOLATION : 0;

    private bool IsScanned(FakeFile file) =>
        file.Content is { } content && machine.Scanned.TryGetValue(content, out TimeSpan until) && machine.Now < until;
}
