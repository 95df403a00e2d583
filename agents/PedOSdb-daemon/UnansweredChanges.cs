namespace PedOS.DatabaseDaemon;

/// <summary>
/// What dom0 was sent, or is about to be, and has not answered: when the channel is lost, nobody knows whether it
/// arrived. dom0 answers in order and names the path. Not safe for two threads.
/// </summary>
internal sealed class UnansweredChanges
{
    /// <summary>
    /// Changes without an answer; as many as the database may have entries. dom0 answers at once: one that reads and
    /// does not answer has the channel ended.
    /// </summary>
    public const int MaxChanges = DatabaseStore.MaxEntries;

    private readonly Queue<(byte[] Command, byte[][] Changed)> _changes = new();

    /// <summary>Commands without an answer.</summary>
    public int Count => _changes.Count;

    /// <summary>Notes a command.</summary>
    /// <param name="command">Its path.</param>
    /// <param name="changed">The entries that it changes: that path, or those below it.</param>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(byte[] command, params byte[][] changed)
    {
        if (_changes.Count >= MaxChanges)
        {
            return false;
        }

        _changes.Enqueue((command, changed));
        return true;
    }

    /// <summary>dom0 has answered.</summary>
    /// <param name="command">The path it names; an answer that nothing waits for is ignored.</param>
    public void Answered(ReadOnlySpan<byte> command)
    {
        if (_changes.TryPeek(out (byte[] Command, byte[][] Changed) first) && command.SequenceEqual(first.Command))
        {
            _ = _changes.Dequeue();
        }
    }

    /// <summary>Takes out everything.</summary>
    /// <returns>The entries, in the order in which they were changed.</returns>
    public byte[][] TakeAll()
    {
        byte[][] all = [.. _changes.SelectMany(static change => change.Changed)];
        _changes.Clear();
        return all;
    }
}
