using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Logs;

/// <summary>Reads the logs of several programs as one, ordered by time.</summary>
/// <param name="folders">Where they are.</param>
/// <param name="query">What is wanted.</param>
public sealed class LogReader(IReadOnlyList<ILogFolder> folders, LogQuery query)
{
    // A file is made when there is a place for it; what was said before that has waited (arbitrary, generous).
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    private readonly string[] _components = query.Components.Count == 0
        ? [.. AgentPrograms.All]
        : [.. query.Components.Select(AgentPrograms.Spell).Distinct(StringComparer.Ordinal)];

    private readonly Dictionary<(ILogFolder Folder, string Name), LogTail> _files = [];

    /// <summary>
    /// The lines that were not read before, ordered by time; those of one file stay in their order. Nothing is read
    /// that nobody takes.
    /// </summary>
    public IEnumerable<LogRecord> ReadOn()
    {
        Queue<LogTail> waiting = new(Find());
        List<IEnumerator<LogRecord>> open = [];
        try
        {
            while (true)
            {
                IEnumerator<LogRecord>? next = Earliest(open);
                if (waiting.Count > 0 && (next is null || MayBegin(waiting.Peek(), next.Current)))
                {
                    IEnumerator<LogRecord> lines = waiting.Dequeue().ReadOn().Where(query.Takes).GetEnumerator();
                    open.Add(lines);
                    Advance(open, lines);
                    continue;
                }

                if (next is null)
                {
                    yield break;
                }

                yield return next.Current;
                Advance(open, next);
            }
        }
        finally
        {
            open.ForEach(static lines => lines.Dispose());
        }
    }

    /// <summary>The last lines.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="characters">UTF-16 units that all of them may have together; the older ones go first.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyCollection<LogRecord> Tail(
        int count, long characters = long.MaxValue, CancellationToken cancellation = default)
    {
        Queue<LogRecord> last = new();
        long length = 0;
        foreach (LogRecord record in ReadOn())
        {
            cancellation.ThrowIfCancellationRequested();
            last.Enqueue(record);
            length += record.Message.Length;
            while (last.Count > count || length > characters)
            {
                length -= last.Dequeue().Message.Length;
            }
        }

        return last;
    }

    // A program that ran for a moment leaves a file, too: only those are held open whose turn it is.
    private static bool MayBegin(LogTail file, LogRecord next) => file.Label.Begun - Delay <= next.Time;

    // Of lines of the same time the one of the older file.
    private static IEnumerator<LogRecord>? Earliest(IReadOnlyList<IEnumerator<LogRecord>> open)
    {
        IEnumerator<LogRecord>? earliest = null;
        foreach (IEnumerator<LogRecord> lines in open)
        {
            earliest = earliest is null || lines.Current.Time < earliest.Current.Time ? lines : earliest;
        }

        return earliest;
    }

    private static void Advance(List<IEnumerator<LogRecord>> open, IEnumerator<LogRecord> lines)
    {
        if (!lines.MoveNext())
        {
            lines.Dispose();
            open.Remove(lines);
        }
    }

    private LogFileLabel? LabelOf(string name) =>
        _components.Select(c => LogFileLabel.TryRead(name, c)).FirstOrDefault(static l => l is not null);

    private LogTail[] Find()
    {
        List<LogTail> found = [];
        foreach (ILogFolder folder in folders)
        {
            foreach (string name in folder.List())
            {
                if (_files.TryGetValue((folder, name), out LogTail? known))
                {
                    found.Add(known);
                }
                else if (LabelOf(name) is { } label)
                {
                    LogTail file = new(folder, label);
                    _files.Add((folder, name), file);
                    found.Add(file);
                }
            }
        }

        return [.. found.OrderBy(static f => f.Label.Begun).ThenBy(static f => f.Label.Number)];
    }
}
