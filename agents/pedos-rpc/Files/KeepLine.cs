using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>
/// Whole files get their names, permissions and times here, on another thread than the one that receives the next ones:
/// that is half of what a short file costs. They get them in the order in which they came; after the first that cannot,
/// no other does.
/// </summary>
internal sealed class KeepLine : IDisposable
{
    // Files are open until they are kept: so many in a group; so many groups wait, one is filled, and one is at work.
    private const int MaxGroup = 32;
    private const int MaxWaiting = 4;

    private readonly object _gate = new();
    private readonly Queue<List<Whole>> _waiting = new();
    private List<Whole> _group = new(MaxGroup);
    private Thread? _keeper;
    private bool _isAtWork;
    private bool _isOver;
    private KeepException? _failure;

    /// <summary>Takes a whole file; it is the line's now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The sender's name of it.</param>
    /// <param name="header">Its permissions and times.</param>
    /// <exception cref="KeepException">One before it could not be kept.</exception>
    public void Add(IIncomingFile file, ReadOnlyMemory<byte> path, in EntryHeader header)
    {
        _group.Add(new Whole(file, path, header));
        if (_group.Count == MaxGroup)
        {
            HandOver();
        }
    }

    /// <summary>Lets the other thread begin with what was taken, as this one goes to wait for more.</summary>
    /// <exception cref="KeepException">One could not be kept.</exception>
    public void HandOver()
    {
        if (_group.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            while (_waiting.Count == MaxWaiting)
            {
                _ = Monitor.Wait(_gate);
            }

            ThrowFailure();
            _waiting.Enqueue(_group);
            _group = new List<Whole>(MaxGroup);
            Monitor.PulseAll(_gate);
        }

        if (_keeper is null)
        {
            _keeper = new Thread(Work) { IsBackground = true, Name = "keeper" };
            _keeper.Start();
        }
    }

    /// <summary>Returns when everything that was taken is kept.</summary>
    /// <exception cref="KeepException">One could not be kept.</exception>
    public void Settle()
    {
        lock (_gate)
        {
            while (_waiting.Count > 0 || _isAtWork)
            {
                _ = Monitor.Wait(_gate);
            }
        }

        // Few files are not worth the other thread.
        List<Whole> rest = _group;
        _group = new List<Whole>(MaxGroup);
        Keep(rest);
        ThrowFailure();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }

        _keeper?.Join();
        _group.ForEach(static whole => whole.File.Dispose());
        _group.Clear();
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    private void Work()
    {
        while (TakeGroup() is { } group)
        {
            Keep(group);
            lock (_gate)
            {
                _isAtWork = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private List<Whole>? TakeGroup()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isOver)
            {
                _ = Monitor.Wait(_gate);
            }

            _isAtWork = _waiting.TryDequeue(out List<Whole>? group);
            Monitor.PulseAll(_gate);
            return group;
        }
    }

    // By one thread at a time.
    private void Keep(List<Whole> group)
    {
        foreach (Whole whole in group)
        {
            try
            {
                if (_failure is null)
                {
                    whole.File.Keep(whole.Header.Mode, whole.Header.Accessed, whole.Header.Modified);
                }
            }
            catch (FileErrorException e)
            {
                _failure = new KeepException(e.Error, whole.Path, e.Message);
            }
            finally
            {
                whole.File.Dispose();
            }
        }
    }

    private readonly record struct Whole(IIncomingFile File, ReadOnlyMemory<byte> Path, EntryHeader Header);
}
