using System.Globalization;

namespace PedOS.Rpc.Files;

/// <summary>Tells a program how far a transfer is, and what became of it.</summary>
/// <remarks>
/// An object of JSON per line: <c>sent</c> and <c>total</c>, bytes of files, now and then; and, when the other machine
/// has said that it has everything, a last one with what it got (<c>files</c>, <c>folders</c>, <c>links</c>,
/// <c>bytes</c>), what was not sent (<c>skipped</c>), and what a move did not remove (<c>stayed</c>).
/// </remarks>
/// <param name="total">Bytes of all files.</param>
/// <param name="time">Clock.</param>
/// <param name="write">Writes to the program.</param>
internal sealed class SendReport(ulong total, TimeProvider time, Action<string> write) : ISendProgress
{
    // More often nobody looks.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _told;
    private ulong _sent;

    /// <summary>The last line.</summary>
    /// <param name="record">What was sent and what not.</param>
    /// <param name="stayed">How much a move did not remove.</param>
    public static string Outcome(SendRecord record, int stayed) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"files":{{record.Files}},"folders":{{record.Folders}},"links":{{record.Links}},""")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"\"bytes\":{record.Bytes},\"skipped\":{record.Skipped},\"stayed\":{stayed}}}\n");

    /// <inheritdoc/>
    public void Add(int bytes)
    {
        _sent += (ulong)bytes;
        long now = time.GetTimestamp();
        if (_told == 0 || time.GetElapsedTime(_told, now) >= Interval)
        {
            _told = now;
            Finish();
        }
    }

    /// <inheritdoc/>
    public void Finish() => write(string.Create(
        CultureInfo.InvariantCulture, $$"""{"sent":{{_sent}},"total":{{total}}}""") + "\n");
}
