using System.ComponentModel;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// Starts the wrapper on Linux, its standard output one end of a socket pair. A shell stands in between for a moment so
/// that the wrapper is nobody's child: whoever waits for the agent's children waits for calls, not for the wrapper.
/// </summary>
public sealed class PosixWrapperStarter : IWrapperStarter
{
    private readonly string _path;

    /// <summary>Creates the starter.</summary>
    /// <param name="path">Absolute path of the wrapper's executable.</param>
    public PosixWrapperStarter(string path) => _path = path;

    /// <inheritdoc/>
    public ValueTask<IWrapperProcess> StartAsync(CancellationToken cancellationToken)
    {
        using DescriptorPairs pairs = new();
        try
        {
            (int near, int far) = pairs.Socket();
            string[] environment = InheritedVariables.Format(InheritedVariables.Copy());
            SpawnOptions options = new("/bin/sh", ["sh", "-c", "\"$0\" &", _path], environment)
            {
                Output = far,
                NewSession = true,

                // A program of a call sends it to the wrapper, which reads it from a descriptor.
                Blocked = [Libc.SIGUSR1],
            };
            int errno = Spawn.Start(options, out int shell);
            if (errno != 0)
            {
                throw new Win32Exception(errno);
            }

            _ = ChildReaper.Shared.Watch(shell);
            SocketStream link = new(pairs.Release(near));
            return ValueTask.FromResult<IWrapperProcess>(new PosixWrapperProcess(link));
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(QrexecAbi.QREXEC_EXIT_PROBLEM, $"cannot start {_path}: {e.Message}", e);
        }
    }
}
