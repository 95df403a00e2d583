using System.ComponentModel;
using System.Text;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Posix.Qrexec;

/// <summary>Looks files up in a list of directories, as the original does.</summary>
internal sealed class FileSearch(IReadOnlyList<string> directories)
{
    /// <summary>Looks for the full descriptor in every directory, then for the plain name.</summary>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="ServiceException">Something is there and cannot be looked at; a later candidate does not
    /// count.</exception>
    public FoundFile? Find(ServiceCall call) => Find(call.Descriptor) ?? Find(call.Name);

    /// <summary>Looks for a file of this name in every directory.</summary>
    /// <returns>Null when there is none; a name that no file can have is absent.</returns>
    /// <exception cref="ServiceException">Something is there and cannot be looked at.</exception>
    public FoundFile? Find(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > QrexecAbi.NAME_MAX || name.Contains('/', StringComparison.Ordinal)
            || name is "." or "..")
        {
            return null;
        }

        foreach (string directory in directories)
        {
            string path = Path.Combine(directory, name);
            FileStatus status = FileStatus.Of(path);
            if (status.Errno == 0)
            {
                return new FoundFile(path, status.IsSocket, IsTcp: false);
            }

            // The target of a TCP service does not exist: the link itself is what counts.
            if (new FileInfo(path).LinkTarget is { } target && TcpServiceAddress.IsTcp(target))
            {
                return new FoundFile(target, IsSocket: false, IsTcp: true);
            }

            if (status.Errno != Libc.ENOENT)
            {
                throw new ServiceException(
                    QrexecAbi.QREXEC_EXIT_PROBLEM,
                    $"cannot look at {CommandMark.AroundArgument(path)}: {new Win32Exception(status.Errno).Message}");
            }
        }

        return null;
    }
}
