using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Logs;

namespace PedOS.Engine.Tests.Logs;

/// <summary>A folder of logs in memory, whose files may fail.</summary>
internal sealed class MemoryLogFolder : ILogFolder
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Files that are gone when they are opened.</summary>
    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the folder cannot be looked into.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Bytes after which reading a file fails, by its name.</summary>
    public Dictionary<string, int> FailsAt { get; } = new(StringComparer.Ordinal);

    /// <summary>Most files that were open at once.</summary>
    public int MostOpen { get; private set; }

    /// <summary>Files that are open.</summary>
    public int Open { get; private set; }

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes) => _files[name] = bytes;

    public void Append(string name, string text) => _files[name] = [.. _files[name], .. Encoding.UTF8.GetBytes(text)];

    public IReadOnlyList<string> List() => IsClosed
        ? throw new SetupException(SetupError.AccessDenied, "the folder of Jürgen is closed", "Look at the test.")
        : [.. _files.Keys];

    public Stream? TryOpen(string fileName)
    {
        if (Gone.Contains(fileName))
        {
            return null;
        }

        Open++;
        MostOpen = Math.Max(MostOpen, Open);
        return new OpenFile(
            this, _files[fileName], FailsAt.TryGetValue(fileName, out int at) ? at : int.MaxValue);
    }

    private sealed class OpenFile(MemoryLogFolder folder, byte[] bytes, int failsAt)
        : MemoryStream(bytes, writable: false)
    {
        private bool _isClosed;

        public override int Read(byte[] buffer, int offset, int count) =>
            Position >= failsAt
                ? throw new IOException("the disk does not answer")
                : base.Read(buffer, offset, (int)Math.Min(count, failsAt - Position));

        protected override void Dispose(bool disposing)
        {
            folder.Open -= _isClosed ? 0 : 1;
            _isClosed = true;
            base.Dispose(disposing);
        }
    }
}
