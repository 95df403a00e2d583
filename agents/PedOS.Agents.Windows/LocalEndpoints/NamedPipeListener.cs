using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>
/// A named pipe for the programs of this machine, see <see cref="NamedPipeSecurity"/>. Its name is never free to be
/// taken: each further instance is made before the one in use is handed out. The first one must be the first of all, or
/// one beside those of an earlier run of ours: a name lives until its last client has closed its handle, too.
/// </summary>
public sealed class NamedPipeListener : ILocalListener
{
    private readonly string _name;
    private readonly PipeInstances _instances;
    private readonly ILog _log;
    private OverlappedPipe _next;

    /// <summary>Starts listening with instances made elsewhere.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="instances">Makes them.</param>
    /// <param name="log">See <see cref="Listen"/>.</param>
    /// <exception cref="IOException">Somebody else has the name, or the system refused.</exception>
    internal NamedPipeListener(string name, PipeInstances instances, ILog log)
    {
        _name = name;
        _instances = instances;
        _log = log;
        _next = MakeFirst();
    }

    /// <summary>Starts listening.</summary>
    /// <param name="name">Full name, <c>\\.\pipe\...</c>.</param>
    /// <param name="log">Learns of clients that are turned away because the system refuses a further instance.</param>
    /// <exception cref="IOException">Somebody else has the name, or the system refused.</exception>
    public static NamedPipeListener Listen(string name, ILog log) => new(name, new PipeInstances(), log);

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
                return new NamedPipeConnection(
                    pipe, ClientIdentity.OfOpener(pipe.Handle), ClientIdentity.OfWriter);
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

    private OverlappedPipe MakeFirst()
    {
        try
        {
            return _instances.Create(_name, first: true);
        }
        catch (IOException e) when (Win32Error.Of(e) is Win32Error.ERROR_ACCESS_DENIED or Win32Error.ERROR_PIPE_BUSY)
        {
            return Join(e);
        }
    }

    // The name is there. When only clients of an earlier run hold it, its descriptor is ours and lets nobody else make
    // an instance; when it is somebody's trap, it has another owner.
    private OverlappedPipe Join(IOException refused)
    {
        if (_instances.IsOffered(_name))
        {
            throw Taken(_instances.FindOwner(_name), refused);
        }

        OverlappedPipe pipe = CreateBeside(refused);
        try
        {
            string owner = _instances.OwnerOf(pipe);
            if (!PipeOwner.MayOffer(owner))
            {
                throw Taken(owner, refused);
            }
        }
        catch
        {
            pipe.Dispose();
            throw;
        }

        _log.Info($"{_name} is offered again, while clients of an earlier run keep it open");
        return pipe;
    }

    private OverlappedPipe CreateBeside(IOException refused)
    {
        try
        {
            return _instances.Create(_name, first: false);
        }
        catch (IOException)
        {
            throw Taken(_instances.FindOwner(_name), refused);
        }
    }

    private IOException Taken(string? owner, IOException refused) => owner is null || PipeOwner.MayOffer(owner)
        ? new IOException($"{refused.Message}; is the program running already?", refused)
        : new IOException(
            $"cannot listen at {_name}: the name belongs to {owner}; end that account's programs", refused);

    private bool TryMakeNext()
    {
        try
        {
            _next = _instances.Create(_name, first: false);
            return true;
        }
        catch (IOException e)
        {
            _log.Warning($"a local client is turned away: {e.Message}");
            return false;
        }
    }
}
