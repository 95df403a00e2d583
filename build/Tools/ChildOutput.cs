namespace PedOS.Build.Tools;

/// <summary>
/// What a child process wrote: kept up to a limit, shown as it comes or on request. Safe for both its pumps.
/// </summary>
internal sealed class ChildOutput(ChildCommand command, int maxLines)
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private bool _closed;

    /// <summary>Takes one line; lines that arrive after <see cref="Close"/> are dropped.</summary>
    public void Add(string line)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            if (_lines.Count == maxLines)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
            if (!command.ShowOnlyOnFailure)
            {
                Show(line);
            }
        }
    }

    /// <summary>Ends the collection and returns it.</summary>
    public IReadOnlyList<string> Close()
    {
        lock (_lock)
        {
            _closed = true;
            return [.. _lines];
        }
    }

    /// <summary>Shows what was kept back.</summary>
    public void ShowAll()
    {
        foreach (string line in Close())
        {
            Show(line);
        }
    }

    private void Show(string line)
    {
        if (!command.HideClosingLine || !RunTotals.TryParse(line, out _))
        {
            command.Screen.WriteLine(command.Indent + line);
        }
    }
}
