using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>
/// A named pipe for the programs of this machine, see <see cref="NamedPipeSecurity"/>. The first instance must be the
/// first of all; each further one is made before the one in use is handed out, so the name is never free to be taken.
/// </summary>
public sealed class NamedPipeListener : ILocalListener
{
    private const uint BufferSize = 4096;

    private readonly string _name;
    private OverlappedPipe _next;

    private NamedPipeListener(string name, OverlappedPipe first)
    {
        _name = name;
        _next = first;
    }

    /// <summary>Starts listening.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <exception cref="IOException">Somebody else has the name, or the system refused.</exception>
    public static NamedPipeListener Listen(string name) => new(name, Create(name, first: true));

    /// <inheritdoc/>
    public async ValueTask<ILocalConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            OverlappedPipe pipe = _next;
            bool connected = await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            _next = Create(_name, first: false);
            if (connected)
            {
                return new NamedPipeConnection(pipe, ClientIdentity.Of(pipe.Handle));
            }

            // It came and left before it was seen.
            pipe.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _next.Dispose();
        return ValueTask.CompletedTask;
    }

    private static OverlappedPipe Create(string name, bool first)
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

        IOException refused = Win32Error.Last($"cannot listen at {name}; is the program running already?");
        handle.Dispose();
        throw refused;
    }
}
