using PedOS.Tools.Engine.Agents;

namespace PedOS.Tools.Engine.Logs;

/// <summary>Reads the logs of several programs as one, ordered by time.</summary>
/// <param name="folders">Where they are.</param>
/// <param name="query">What is wanted.</param>
public sealed class LogReader(IReadOnlyList<ILogFolder> folders, LogQuery query)
{
    private readonly string[] _components = query.Components.Count == 0
        ? [.. AgentPrograms.All]
        : [.. query.Components.Select(AgentPrograms.Spell).Distinct(StringComparer.Ordinal)];

    private readonly Dictionary<(ILogFolder Folder, string Name), LogFile> _files = [];

    /// <summary>
    /// The lines that were not read before, ordered by time; those of one file stay in their order. Nothing is read
    /// that nobody takes.
    /// </summary>
    public IEnumerable<LogRecord> ReadOn()
    {
        List<IEnumerator<LogRecord>> open = [];
        try
        {
            foreach (LogFile file in Find())
            {
                IEnumerator<LogRecord> lines = file.ReadOn().Where(query.Takes).GetEnumerator();
                if (lines.MoveNext())
                {
                    open.Add(lines);
                }
                else
                {
                    lines.Dispose();
                }
            }

            while (open.Count > 0)
            {
                int next = 0;
                for (int i = 1; i < open.Count; i++)
                {
                    next = open[i].Current.Time < open[next].Current.Time ? i : next;
                }

                yield return open[next].Current;
                if (!open[next].MoveNext())
                {
                    open[next].Dispose();
                    open.RemoveAt(next);
                }
            }
        }
        finally
        {
            open.ForEach(static lines => lines.Dispose());
        }
    }

    /// <summary>The last lines.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyCollection<LogRecord> Tail(int count)
    {
        Queue<LogRecord> last = new();
        foreach (LogRecord record in ReadOn())
        {
            last.Enqueue(record);
            if (last.Count > count)
            {
                last.Dequeue();
            }
        }

        return last;
    }

    private LogFileLabel? LabelOf(string name) =>
        _components.Select(c => LogFileLabel.TryRead(name, c)).FirstOrDefault(static l => l is not null);

    private LogFile[] Find()
    {
        List<LogFile> found = [];
        foreach (ILogFolder folder in folders)
        {
            foreach (string name in folder.List())
            {
                if (_files.TryGetValue((folder, name), out LogFile? known))
                {
                    found.Add(known);
                }
                else if (LabelOf(name) is { } label)
                {
                    LogFile file = new(folder, label);
                    _files.Add((folder, name), file);
                    found.Add(file);
                }
            }
        }

        return [.. found.OrderBy(static f => f.Label.Begun).ThenBy(static f => f.Label.Number)];
    }
}
