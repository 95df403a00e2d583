using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.TestKit.Setup;

/// <summary>The files of a <see cref="FakeWindows"/>.</summary>
internal sealed class FakeFileTree(FakeWindows machine) : IFileTree
{
    private readonly FakeFileCalls _calls = new(machine);

    // One call after the other, so that each of them can be the last before a power cut.
    public int Parallelism => 1;

    public CancellationToken Cancellation { get; set; }

    public long FreeBytes => machine.FreeBytes;

    public FileEntry? Find(string path)
    {
        Check(path);
        return machine.Disk.Files.TryGetValue(path, out FakeFile? file) ? Entry(path, file) : null;
    }

    public IReadOnlyList<FileEntry> List(string path)
    {
        Check(path);
        return [.. machine.Disk.Files
            .Where(f => f.Key.Length > path.Length + 1
                && f.Key.StartsWith(path + "\\", StringComparison.OrdinalIgnoreCase)
                && !f.Key[(path.Length + 1)..].Contains('\\', StringComparison.Ordinal))
            .Select(static f => Entry(f.Key, f.Value))];
    }

    public Stream OpenRead(string path) =>
        machine.Disk.Files.TryGetValue(path, out FakeFile? file) && file.Content is { } content
            ? new MemoryStream(content, writable: false)
            : throw Missing(path);

    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        Check(path);
        if (Find(path) is not null)
        {
            throw new SetupException(SetupError.InputOutput, $"{path} exists", "Delete it.");
        }

        RequireAbove(path);
        using MemoryStream bytes = new();
        content.CopyTo(bytes);
        FakeFile file = new(bytes.ToArray(), written ?? DateTime.UnixEpoch);
        machine.Do(disk => disk.Files[path] = file);
        machine.Scanned[file.Content!] = machine.Now + machine.ScanTime;
    }

    public void Move(string from, string to)
    {
        _ = OpenRead(from);
        RequireAbove(to);
        Require(Held.Move(from, to), to);
    }

    public bool Replace(string from, string to)
    {
        _ = OpenRead(from);
        RequireAbove(to);
        Require(Held.Replace(from, to, out bool isInUse), to);
        return isInUse;
    }

    public int ClearInUse() => Held.Clear();

    public void DeleteDirectoryAtRestart(string path) => _calls.DeleteAtRestart(path);

    public void Link(string from, string to)
    {
        _ = OpenRead(from);
        RequireAbove(to);
        if (Find(to) is not null)
        {
            throw new SetupException(SetupError.InputOutput, $"{to} exists", "Delete it.");
        }

        FakeFile file = machine.Disk.Files[from];
        machine.Do(disk => disk.Files[to] = file);
    }

    public void Delete(string path)
    {
        if (Find(path) is not null)
        {
            Require(Held.Delete(path), path);
        }
    }

    public void CreateDirectory(string path, AccessRule? access)
    {
        if (Find(path) is null)
        {
            RequireAbove(path);
            byte[]? security = access is { } rule ? SecurityDescriptor.Of(rule, isDirectory: true) : null;
            machine.Do(disk => disk.Files.TryAdd(path, new(null, DateTime.UnixEpoch) { Security = security }));
        }
    }

    public void DeleteDirectory(string path)
    {
        if (Find(path) is { Kind: FileKind.Directory } && List(path).Count == 0)
        {
            machine.Do(disk => disk.Files.Remove(path));
        }
    }

    public void MoveDirectory(string from, string to)
    {
        if (Find(from) is not { Kind: FileKind.Directory } || Find(to) is not null)
        {
            throw new SetupException(SetupError.InputOutput, $"{from} cannot become {to}", "Look at the test.");
        }

        machine.Do(disk =>
        {
            foreach ((string path, FakeFile file) in disk.Files.Where(f => IsIn(f.Key, from)).ToArray())
            {
                _ = disk.Files.Remove(path);
                disk.Files[to + path[from.Length..]] = file;
            }
        });
    }

    public void SetAccess(string path, AccessRule access) =>
        SetSecurity(path, SecurityDescriptor.Of(access, isDirectory: true));

    public byte[]? FindSecurity(string path) =>
        machine.Disk.Files.TryGetValue(path, out FakeFile? file) && file.Content is null
            ? file.Security ?? FakeSecurity.OfAdministrator
            : null;

    public void SetSecurity(string path, byte[] descriptor)
    {
        _ = Find(path) ?? throw Missing(path);
        machine.Do(disk =>
        {
            if (disk.Files.TryGetValue(path, out FakeFile? file))
            {
                disk.Files[path] = file with { Security = descriptor };
            }
        });
    }

    public IAppendFile OpenAppend(string path)
    {
        Check(path);
        RequireAbove(path);
        if (!machine.Locked.Add(path))
        {
            throw new SetupException(SetupError.Busy, $"{path} is in use", "Wait until the other operation has ended.");
        }

        if (Find(path) is null)
        {
            machine.Do(disk => disk.Files[path] = new([], DateTime.UnixEpoch), path);
        }

        return new FakeAppendFile(machine, path);
    }

    private HeldFiles Held => new(_calls, machine.Facts.AsideFolder);

    private static bool IsIn(string path, string folder) =>
        path.Equals(folder, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(folder + "\\", StringComparison.OrdinalIgnoreCase);

    private static void Require(int error, string path)
    {
        if (error != 0)
        {
            throw Win32Error.Failure("FakeWindows", path, error);
        }
    }

    private static FileEntry Entry(string path, FakeFile file) => new(
        path[(path.LastIndexOf('\\') + 1)..],
        file.IsLink ? FileKind.Link : file.Content is null ? FileKind.Directory : FileKind.File,
        file.Content?.Length ?? 0,
        file.Written);

    private static SetupException Missing(string path) =>
        new(SetupError.NotFound, $"there is no file {path}", "Look at the test.");

    private void Check(string path)
    {
        if (path != machine.Facts.SystemDrive)
        {
            _ = WindowsPath.Split(path, machine.Facts.SystemDrive);
        }
    }

    private void RequireAbove(string path)
    {
        string above = path[..path.LastIndexOf('\\')];
        if (Find(above) is not { Kind: FileKind.Directory })
        {
            throw Missing(above);
        }
    }
}
