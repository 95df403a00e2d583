using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>
/// Connects to a local endpoint. The server may learn who we are and no more, and must belong to the system, to the
/// administrators or to our own account: a pipe of somebody else under this name is not the agent.
/// </summary>
public sealed class NamedPipeConnector : ILocalConnector
{
    // All instances are taken for the moment it takes the agent to make another one.
    private const uint BusyTimeout = 10_000;

    /// <inheritdoc/>
    public ValueTask<ILocalConnection> ConnectAsync(string endpoint, CancellationToken cancellationToken)
    {
        SafePipeHandle handle = Open(endpoint);
        try
        {
            string owner = PipeOwner.Of(handle);
            if (!PipeOwner.MayOffer(owner))
            {
                throw new IOException($"the pipe {endpoint} belongs to {owner}, who may not offer it");
            }

            int server = Kernel32.GetNamedPipeServerProcessId(handle, out uint id) ? (int)id : 0;
            return ValueTask.FromResult<ILocalConnection>(
                new NamedPipeConnection(new OverlappedPipe(handle), new LocalIdentity(owner, server)));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static SafePipeHandle Open(string endpoint)
    {
        while (true)
        {
            SafePipeHandle handle = Kernel32.OpenPipe(
                endpoint,
                NamedPipeSecurity.ClientAccess,
                0,
                0,
                Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_OVERLAPPED | Kernel32.SECURITY_SQOS_PRESENT | Kernel32.SECURITY_IDENTIFICATION,
                0);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            int error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            if (error != Win32Error.ERROR_PIPE_BUSY || !Kernel32.WaitNamedPipe(endpoint, BusyTimeout))
            {
                throw error == Win32Error.ERROR_FILE_NOT_FOUND
                    ? new IOException($"cannot reach {endpoint}: there is no such pipe; its service does not run")
                    : Win32Error.Exception($"cannot reach {endpoint}", error);
            }
        }
    }
}
