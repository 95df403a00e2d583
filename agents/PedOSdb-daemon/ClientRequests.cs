using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>Answers the requests of one client, one after the other, as far as the buffer for answers goes.</summary>
/// <param name="database">The database.</param>
/// <param name="events">What the client watches goes here.</param>
/// <param name="mayWrite">Whether it may change anything.</param>
internal sealed class ClientRequests(SharedDatabase database, MessageQueue events, Func<bool> mayWrite) : IDisposable
{
    private readonly ClientRequestReader _reader = new();
    private StoredEntry[] _entries = [];
    private int _nextEntry;
    private DatabaseMessageType _entriesType;

    /// <summary>What came of a step.</summary>
    public enum Outcome
    {
        /// <summary>Everything was answered; more must be received.</summary>
        Read,

        /// <summary>The answers must be sent before more fit.</summary>
        Send,

        /// <summary>The answers are the last: the client broke the protocol.</summary>
        End,
    }

    /// <summary>Answers that wait to be sent.</summary>
    public AnswerBuffer Answers { get; } = new();

    /// <summary>Who has to be woken.</summary>
    public EventBatch Changes { get; } = new(events);

    /// <summary>Whether it has ever watched anything.</summary>
    public bool HasWatched { get; private set; }

    /// <summary>Answers what was received, until the buffer is full.</summary>
    /// <param name="received">Bytes not yet used.</param>
    /// <param name="used">Bytes used now.</param>
    public Outcome Step(ReadOnlySpan<byte> received, out int used)
    {
        used = 0;
        while (AddEntries())
        {
            ReadStatus status;
            ClientRequest request;
            int consumed;
            try
            {
                status = _reader.TryRead(received[used..], out request, out consumed);
            }
            catch (ProtocolException)
            {
                return Outcome.End;
            }

            used += consumed;
            if (status != ReadStatus.Done)
            {
                return Outcome.Read;
            }

            if (!Answer(request))
            {
                return Outcome.End;
            }
        }

        return Outcome.Send;
    }

    /// <inheritdoc/>
    public void Dispose() => Answers.Dispose();

    // Goes on with a long answer; false when it does not fit, or nothing more would.
    private bool AddEntries()
    {
        while (_entries.Length > 0 && Answers.HasRoom)
        {
            if (_nextEntry < _entries.Length)
            {
                Answers.Add(_entriesType, _entries[_nextEntry++]);
            }
            else
            {
                Answers.Add(_entriesType, []);
                _entries = [];
            }
        }

        return Answers.HasRoom;
    }

    private bool Answer(ClientRequest request)
    {
        bool isChange = request.Type is DatabaseMessageType.Write or DatabaseMessageType.Rm;
        if (request.IsRefused || (isChange && !mayWrite()))
        {
            Answers.Add(DatabaseMessageType.RespError, request.Path);
            return true;
        }

        switch (request.Type)
        {
            case DatabaseMessageType.Read:
                AnswerRead(request.Path);
                break;
            case DatabaseMessageType.Write:
                return AnswerWrite(request);
            case DatabaseMessageType.MultiRead:
                BeginEntries(DatabaseMessageType.RespMultiRead, request.Path);
                break;
            case DatabaseMessageType.List:
                BeginEntries(DatabaseMessageType.RespList, request.Path);
                break;
            case DatabaseMessageType.Rm:
                AnswerFound(request.Path, database.TryRemove(request.Path, Changes));
                break;
            case DatabaseMessageType.Watch:
                HasWatched = true;
                bool watches = database.TryWatch(events, request.Path);
                Answers.Add(watches ? DatabaseMessageType.RespOk : DatabaseMessageType.RespError, request.Path);
                break;
            default:
                AnswerFound(request.Path, database.Unwatch(events, request.Path));
                break;
        }

        return true;
    }

    private void AnswerRead(ReadOnlySpan<byte> path)
    {
        if (database.Find(path) is { } entry)
        {
            Answers.Add(DatabaseMessageType.RespRead, entry);
        }
        else
        {
            Answers.Add(DatabaseMessageType.RespErrorNoEnt, path);
        }
    }

    private bool AnswerWrite(ClientRequest request)
    {
        bool isStorable = DatabasePath.IsStorable(request.Path);
        bool done = isStorable && DatabasePath.IsStorableValue(request.Data)
            && database.TryWrite(request.Path, request.Data, Changes);
        Answers.Add(done ? DatabaseMessageType.RespOk : DatabaseMessageType.RespError, request.Path);

        // A path that no entry can have ends the connection after its answer, as in the original.
        return isStorable;
    }

    private void AnswerFound(ReadOnlySpan<byte> path, bool found) =>
        Answers.Add(found ? DatabaseMessageType.RespOk : DatabaseMessageType.RespErrorNoEnt, path);

    private void BeginEntries(DatabaseMessageType type, ReadOnlySpan<byte> prefix)
    {
        StoredEntry[] entries = database.Select(prefix);
        if (type == DatabaseMessageType.RespMultiRead && prefix.IsEmpty)
        {
            Array.Reverse(entries);
        }

        if (entries.Length == 0)
        {
            Answers.Add(type, []);
        }

        _entries = entries;
        _nextEntry = 0;
        _entriesType = type;
    }
}
