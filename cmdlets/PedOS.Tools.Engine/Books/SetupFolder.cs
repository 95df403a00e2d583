using System.Text;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Books;

/// <summary>
/// The folder on the machine where the engine keeps its books: the receipt, the journals, what was replaced, and the
/// lock that keeps two operations apart. Administrators only, and in a place where nobody else could have made it
/// first: what the books say is done with all rights.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class SetupFolder(IMachine machine)
{
    private const string JournalEnding = ".journal";
    private const int MaxReceipt = 16 * 1024 * 1024;

    private readonly IFileTree _files = machine.Files;

    /// <summary>Where the folder is.</summary>
    public string Path { get; } = machine.Facts.SetupFolder;

    /// <summary>Whether there is one.</summary>
    public bool IsThere => _files.Find(Path) is not null;

    private string ReceiptPath => Path + @"\receipt.json";

    private string LockPath => Path + @"\lock";

    private string KeptPath => Path + @"\kept";

    /// <summary>Keeps other operations out until it is disposed; makes the folder.</summary>
    /// <exception cref="SetupException">Another operation runs (<see cref="SetupError.Busy"/>).</exception>
    public IDisposable Lock()
    {
        Make(Path);
        return _files.OpenAppend(LockPath);
    }

    /// <summary>Makes the place for what is replaced.</summary>
    public void MakeKeptDirectory() => Make(KeptPath);

    /// <summary>Name under which a step keeps what it replaces.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="index">Number of the step in its plan.</param>
    public string KeepPath(string operation, int index) => $@"{KeptPath}\{operation}-{index}";

    /// <summary>What is installed; null when nothing is.</summary>
    /// <exception cref="SetupException">It cannot be read, or was written by a newer version.</exception>
    public Receipt? ReadReceipt()
    {
        FileEntry? entry = _files.Find(ReceiptPath);
        if (entry is null)
        {
            return null;
        }

        try
        {
            if (entry.Length > MaxReceipt)
            {
                throw new FormatException("it is too long");
            }

            using Stream stream = _files.OpenRead(ReceiptPath);
            using StreamReader reader = new(stream, Encoding.UTF8);
            return Receipt.FromJson(JsonText.Read(reader.ReadToEnd()));
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.UnreadableJournal,
                $"{ReceiptPath} cannot be read: {e.Message}",
                "Use the version of the tools that wrote it, or keep the file for analysis.",
                e);
        }
    }

    /// <summary>Writes what is installed, or removes it when nothing is. Durable when it returns.</summary>
    public void WriteReceipt(Receipt? receipt)
    {
        string staged = ReceiptPath + ".new";
        _files.Delete(staged);
        if (receipt is null)
        {
            _files.Delete(ReceiptPath);
        }
        else
        {
            using MemoryStream content = new(
                Encoding.UTF8.GetBytes(JsonText.Write(receipt.ToJson(), isIndented: true)), writable: false);
            _files.Write(staged, content, access: null, written: null);
            machine.Commit();
            _files.Move(staged, ReceiptPath);
        }

        machine.Commit();
    }

    /// <summary>Names of the operations that have a journal, oldest first.</summary>
    public IReadOnlyList<string> Operations() =>
        [.. _files.List(Path)
            .Where(static e => e.Name.EndsWith(JournalEnding, StringComparison.OrdinalIgnoreCase))
            .Select(static e => e.Name.Substring(0, e.Name.Length - JournalEnding.Length))
            .OrderBy(static n => n, StringComparer.Ordinal)];

    /// <summary>Opens the journal of an operation.</summary>
    /// <exception cref="SetupException">It cannot be read, or is in use.</exception>
    public Journal OpenJournal(string operation, CancellationToken cancellation = default) =>
        Journal.Open(_files, JournalPath(operation), cancellation);

    /// <summary>Reads the journal of an operation; nothing is changed by that.</summary>
    /// <exception cref="SetupException">It cannot be read, or is in use.</exception>
    public IReadOnlyList<JournalRecord> ReadJournal(string operation, CancellationToken cancellation = default) =>
        Journal.Read(_files, JournalPath(operation), cancellation);

    /// <summary>Deletes the journal of an operation.</summary>
    public void DeleteJournal(string operation) => _files.Delete(JournalPath(operation));

    /// <summary>Deletes what was kept and that nothing refers to any more.</summary>
    /// <param name="isWanted">Whether a kept file, told by its path, stays.</param>
    public void Purge(Func<string, bool> isWanted)
    {
        foreach (FileEntry entry in _files.List(KeptPath))
        {
            string path = KeptPath + "\\" + entry.Name;
            if (!isWanted(path))
            {
                _files.Delete(path);
            }
        }
    }

    /// <summary>Removes everything in it but the lock, which the caller holds.</summary>
    public void Clear()
    {
        Purge(static _ => false);
        _files.DeleteDirectory(KeptPath);
        foreach (FileEntry entry in _files.List(Path).Where(static e => e.Kind == FileKind.File))
        {
            string path = Path + "\\" + entry.Name;
            if (!path.Equals(LockPath, StringComparison.OrdinalIgnoreCase))
            {
                _files.Delete(path);
            }
        }
    }

    /// <summary>Removes the folder, of which only the lock is left; called when that is let go.</summary>
    public void Remove()
    {
        string aside = machine.Facts.AsideFolder;
        _files.Delete(LockPath);
        _ = _files.ClearInUse();
        _files.DeleteDirectory(aside);
        _files.DeleteDirectory(Path);
        if (_files.Find(aside) is not null)
        {
            // A program that was removed still runs, the one that does this perhaps; the restart takes the rest.
            _files.DeleteDirectoryAtRestart(aside);
            _files.DeleteDirectoryAtRestart(Path);
        }

        machine.Commit();
    }

    // What the books say is done with all rights: those that somebody else could have written are not even read.
    private void Make(string path)
    {
        _files.CreateDirectory(path, AccessRule.AdministratorsOnly);
        if (_files.FindSecurity(path) is not { } descriptor
            || FolderSecurity.RuleOf(descriptor) == AccessRule.AdministratorsOnly)
        {
            return;
        }

        if (!FolderSecurity.IsTrusted(descriptor))
        {
            throw new SetupException(
                SetupError.UnsafePath,
                $"{path} belongs to {FolderSecurity.OwnerOf(descriptor)}, who is no administrator",
                "Find out who made it and what is in it, and move it away.");
        }

        _files.SetAccess(path, AccessRule.AdministratorsOnly);
    }

    private string JournalPath(string operation) => Path + "\\" + operation + JournalEnding;
}
