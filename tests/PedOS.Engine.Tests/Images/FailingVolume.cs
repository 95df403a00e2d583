using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Engine.Tests.Images;

/// <summary>A volume on which one flush fails, as a full or broken disk tells it: once.</summary>
/// <param name="inner">The real one.</param>
/// <param name="failAt">Number of the flush that fails, from 1; 0 for none.</param>
/// <param name="errno">How.</param>
internal sealed class FailingVolume(HostVolume inner, int failAt, int errno) : HostVolume
{
    /// <summary>Flushes so far.</summary>
    public int Flushes { get; private set; }

    /// <summary>What the failed flush was of; null when none has failed.</summary>
    public string? Failed { get; private set; }

    public override bool InheritsSecurity => inner.InheritsSecurity;

    public override bool RenamesOpenFiles => inner.RenamesOpenFiles;

    public override string Openable(string path) => inner.Openable(path);

    public override FileEntry? Find(string directory, string name, string shown) =>
        inner.Find(directory, name, shown);

    public override IReadOnlyList<FileEntry> List(string directory, string shown) => inner.List(directory, shown);

    public override void NameAdded(string directory, string name) => inner.NameAdded(directory, name);

    public override void NameRemoved(string directory, string name) => inner.NameRemoved(directory, name);

    public override void Rename(string from, string to, string shown) => inner.Rename(from, to, shown);

    public override bool TryLink(string from, string to, string shown) => inner.TryLink(from, to, shown);

    public override bool TrySetSecurity(string path, byte[] descriptor, string shown) =>
        inner.TrySetSecurity(path, descriptor, shown);

    public override byte[]? FindSecurity(string path) => inner.FindSecurity(path);

    public override void CopyAccess(string from, string to, string shown) => inner.CopyAccess(from, to, shown);

    public override void CreatePrivate(string path, string shown) => inner.CreatePrivate(path, shown);

    public override FileStream OpenUnlocked(string path, string shown) => inner.OpenUnlocked(path, shown);

    public override void PrepareDelete(string path) => inner.PrepareDelete(path);

    public override void BeginFlush(FileStream file) => inner.BeginFlush(file);

    public override void Flush(string root, IEnumerable<string> written, string shown)
    {
        Count(shown);
        inner.Flush(root, written, shown);
    }

    public override void FlushFile(FileStream file, string shown)
    {
        Count(shown);
        inner.FlushFile(file, shown);
    }

    public override void FlushDirectory(string directory, string shown)
    {
        Count(shown);
        inner.FlushDirectory(directory, shown);
    }

    public override long FreeBytes(string directory) => inner.FreeBytes(directory);

    public override void CheckWritable(string directory, string shown) => inner.CheckWritable(directory, shown);

    private void Count(string shown)
    {
        if (++Flushes == failAt)
        {
            Failed = $"flush {shown}";
            throw ImageFailure.OfLinux(Failed, errno);
        }
    }
}
