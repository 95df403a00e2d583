using System.Text;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>
/// The services that a machine offers: one definition file each in <c>qubes-rpc</c> of the installation, whose first
/// line is the command.
/// </summary>
/// <param name="machine">The machine; the caller commits.</param>
public sealed class QrexecServices(IMachine machine)
{
    /// <summary>Bytes of a definition that the agent reads.</summary>
    public const int MaxDefinition = 32767;

    // What dom0's policy accepts as a name, and what a file can be called; 255 with its argument.
    private const int MaxName = 255;
    private const string TcpPrefix = "/dev/tcp/";

    private readonly IFileTree _files = machine.Files;
    private readonly string _folder = new ProductLayout(machine.Facts).Folder + @"\qubes-rpc";

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<QrexecServiceDefinition> List() =>
        [.. _files.List(_folder).Where(static e => e.Kind == FileKind.File).Select(static e => e.Name).Select(Read)];

    /// <summary>One of them; null when there is none. Names differ when their case does.</summary>
    public QrexecServiceDefinition? Find(string name) =>
        List().FirstOrDefault(s => s.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>What a definition would be.</summary>
    /// <exception cref="SetupException">Name or command are not acceptable, or there is one already.</exception>
    public QrexecServiceDefinition Plan(string name, string command, bool isReplacing)
    {
        CheckName(name);
        string line = command.Trim();
        if (line.Length == 0
            || line.IndexOfAny(['\0', '\r', '\n']) >= 0
            || Encoding.UTF8.GetByteCount(line) >= MaxDefinition)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"the command of service {name} is empty, too long, or more than one line",
                "Give one line: the program, quoted when it has blanks, and its arguments.");
        }

        if (_files.Find(_folder) is not { Kind: FileKind.Directory })
        {
            throw new SetupException(
                SetupError.NotInstalled,
                $"there is no {_folder} on {machine.Facts.Location}",
                "Install the component Agent first.");
        }

        FileEntry? present = _files.Find(PathOf(name));
        return present is not null && (!isReplacing || present.Name != name)
            ? throw new SetupException(
                SetupError.InvalidArgument,
                $"there is a service {present.Name} already",
                "Use another name, or say that it is to be replaced.")
            : new(name, line, KindOf(line), PathOf(name));
    }

    /// <summary>Writes a definition: the file is the old one or the new one at any time.</summary>
    public void Register(QrexecServiceDefinition definition)
    {
        string staged = _folder + @"\.new-definition";
        _files.Delete(staged);
        using (MemoryStream content = new(Encoding.UTF8.GetBytes(definition.Command + "\r\n"), writable: false))
        {
            _files.Write(staged, content, access: null, written: null);
        }

        machine.Commit();
        _files.Move(staged, definition.Path);
        machine.Commit();
    }

    /// <summary>Removes a definition.</summary>
    public void Unregister(QrexecServiceDefinition definition)
    {
        _files.Delete(definition.Path);
        machine.Commit();
    }

    private static QrexecServiceKind KindOf(string line) =>
        line.StartsWith(TcpPrefix, StringComparison.Ordinal) ? QrexecServiceKind.Tcp : QrexecServiceKind.Program;

    private static void CheckName(string name)
    {
        bool isPlain = name.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
            or '.' or '_' or '-' or '+');
        if (name.Length is 0 or > MaxName || !isPlain || name[0] == '+' || WindowsPath.Flaw(name) is not null)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"\"{name}\" cannot be the name of a service",
                "Use letters, digits, dots, dashes and underscores, and + before an argument.");
        }
    }

    private string PathOf(string name) => _folder + "\\" + name;

    private QrexecServiceDefinition Read(string name)
    {
        string path = PathOf(name);
        try
        {
            using Stream stream = _files.OpenRead(path);
            if (stream.Length > MaxDefinition)
            {
                return new(name, "", QrexecServiceKind.Damaged, path);
            }

            using MemoryStream content = new();
            stream.CopyTo(content);
            string line = UserText.Read(content.ToArray()).Split('\n')[0].Trim();
            return new(name, line, line.Length == 0 ? QrexecServiceKind.Damaged : KindOf(line), path);
        }
        catch (Exception e) when (e is FormatException or SetupException)
        {
            // One that cannot be read, a name perhaps that Windows does not have, hides none of the others.
            return new(name, "", QrexecServiceKind.Damaged, path);
        }
    }
}
