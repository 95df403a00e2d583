using PedOS.Tools.Engine.Machines;

namespace PedOS.Engine.Tests.Operations;

/// <summary>A machine whose files are watched, and changed behind the engine's back.</summary>
internal sealed class WatchedMachine(IMachine inner) : IMachine, IFileTree
{
    private readonly List<string> _opened = [];

    /// <summary>What is written in place of some content; gets the path and the content.</summary>
    public Func<string, byte[], byte[]> Spoil { get; set; } = static (_, content) => content;

    /// <summary>Called with the new name of a file that was renamed.</summary>
    public Action<string> Renamed { get; set; } = static _ => { };

    /// <summary>The files that were opened for reading, once for each time.</summary>
    public IReadOnlyList<string> Opened => _opened;

    public MachineKind Kind => inner.Kind;

    public MachineFacts Facts => inner.Facts;

    public IFileTree Files => this;

    public IRegistry Registry => inner.Registry;

    public IServiceDatabase Services => inner.Services;

    public IRunningSystem? Running => inner.Running;

    public int Parallelism => inner.Files.Parallelism;

    public CancellationToken Cancellation
    {
        get => inner.Files.Cancellation;
        set => inner.Files.Cancellation = value;
    }

    public long FreeBytes => inner.Files.FreeBytes;

    public void Sweep() => inner.Sweep();

    public IMachine? Rehearse() => inner.Rehearse();

    public void Commit() => inner.Commit();

    public void Dispose() => inner.Dispose();

    public FileEntry? Find(string path) => inner.Files.Find(path);

    public IReadOnlyList<FileEntry> List(string path) => inner.Files.List(path);

    public Stream OpenRead(string path)
    {
        lock (_opened)
        {
            _opened.Add(path);
        }

        return inner.Files.OpenRead(path);
    }

    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        using MemoryStream bytes = new();
        content.CopyTo(bytes);
        using MemoryStream spoiled = new(Spoil(path, bytes.ToArray()));
        inner.Files.Write(path, spoiled, access, written);
    }

    public void Move(string from, string to)
    {
        inner.Files.Move(from, to);
        Renamed(to);
    }

    public bool Replace(string from, string to)
    {
        bool isInUse = inner.Files.Replace(from, to);
        Renamed(to);
        return isInUse;
    }

    public int ClearInUse() => inner.Files.ClearInUse();

    public void DeleteDirectoryAtRestart(string path) => inner.Files.DeleteDirectoryAtRestart(path);

    public void Link(string from, string to) => inner.Files.Link(from, to);

    public void Delete(string path) => inner.Files.Delete(path);

    public void CreateDirectory(string path, AccessRule? access) => inner.Files.CreateDirectory(path, access);

    public void DeleteDirectory(string path) => inner.Files.DeleteDirectory(path);

    public void SetAccess(string path, AccessRule access) => inner.Files.SetAccess(path, access);

    public void MoveDirectory(string from, string to) => inner.Files.MoveDirectory(from, to);

    public byte[]? FindSecurity(string path) => inner.Files.FindSecurity(path);

    public void SetSecurity(string path, byte[] descriptor) => inner.Files.SetSecurity(path, descriptor);

    public IAppendFile OpenAppend(string path) => inner.Files.OpenAppend(path);
}
