using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>What the system does with instances of a name. The tests put another system's rules in its place.</summary>
internal class PipeInstances
{
    private const uint BufferSize = 4096;

    // The shortest time that can be asked for; 0 would mean the pipe's own.
    private const uint AtOnce = 1;

    /// <summary>Makes an instance.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="first">It has to be the first one of this name.</param>
    /// <exception cref="IOException">The system refused; the inner exception has the number.</exception>
    public virtual OverlappedPipe Create(string name, bool first)
    {
        using LocalDescriptor descriptor = LocalDescriptor.Parse(NamedPipeSecurity.Sddl);
        SafePipeHandle handle = Kernel32.CreateNamedPipe(
            name,
            Kernel32.PIPE_ACCESS_DUPLEX | Kernel32.FILE_FLAG_OVERLAPPED
                | (first ? Kernel32.FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
            Kernel32.PIPE_TYPE_BYTE | Kernel32.PIPE_REJECT_REMOTE_CLIENTS,
            Kernel32.PIPE_UNLIMITED_INSTANCES,
            BufferSize,
            BufferSize,
            defaultTimeout: 0,
            SecurityAttributes.For(descriptor.Address, inheritable: false));
        if (!handle.IsInvalid)
        {
            return new OverlappedPipe(handle);
        }

        int error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw Win32Error.Exception(first ? $"cannot listen at {name}" : $"cannot take clients at {name}", error);
    }

    /// <summary>Whether an instance of the name waits for a client, as one does while its program runs.</summary>
    public virtual bool IsOffered(string name) => Kernel32.WaitNamedPipe(name, AtOnce);

    /// <summary>The SID of who owns the name.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public virtual string OwnerOf(OverlappedPipe pipe) => PipeOwner.Of(pipe.Handle);

    /// <summary>
    /// The SID of who owns a name that is offered, as a client sees it; null when that cannot be seen. Whoever offers
    /// it does not learn who asks.
    /// </summary>
    public virtual string? FindOwner(string name)
    {
        using SafePipeHandle client = Kernel32.OpenPipe(
            name,
            Kernel32.READ_CONTROL,
            0,
            0,
            Kernel32.OPEN_EXISTING,
            Kernel32.SECURITY_SQOS_PRESENT | Kernel32.SECURITY_ANONYMOUS,
            0);
        try
        {
            return client.IsInvalid ? null : PipeOwner.Of(client);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
