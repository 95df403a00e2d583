using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
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
    private readonly Func<string, bool, OverlappedPipe> _create;
    private readonly ILog _log;
    private OverlappedPipe _next;

    /// <summary>Starts listening with instances made elsewhere.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="create">Makes an instance, see <see cref="Create"/>.</param>
    /// <param name="log">See <see cref="Listen"/>.</param>
    /// <exception cref="IOException">Somebody else has the name, or the system refused.</exception>
    internal NamedPipeListener(string name, Func<string, bool, OverlappedPipe> create, ILog log)
    {
        _name = name;
        _create = create;
        _log = log;
        _next = create(name, true);
    }

    /// <summary>Starts listening.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="log">Learns of clients that are turned away because the system refuses a further instance.</param>
    /// <exception cref="IOException">Somebody else has the name, or the system refused.</exception>
    public static NamedPipeListener Listen(string name, ILog log) => new(name, Create, log);

    /// <inheritdoc/>
    public async ValueTask<ILocalConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            OverlappedPipe pipe = _next;
            bool connected = await pipe.ConnectAsync(cancellationToken);
            if (!TryMakeNext())
            {
                // It stays the next one: without it the name could be anybody's, and not ours again before the last
                // client has gone.
                pipe.Disconnect();
                continue;
            }

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

    /// <summary>Makes an instance.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="first">It has to be the first one of this name.</param>
    /// <exception cref="IOException">The system refused.</exception>
    internal static OverlappedPipe Create(string name, bool first)
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

        IOException refused = Win32Error.Last(
            first ? $"cannot listen at {name}; is the program running already?" : $"cannot take clients at {name}");
        handle.Dispose();
        throw refused;
    }

    private bool TryMakeNext()
    {
        try
        {
            _next = _create(_name, false);
            return true;
        }
        catch (IOException e)
        {
            _log.Warning($"a local client is turned away: {e.Message}");
            return false;
        }
    }
}
