using System.Globalization;

namespace PedOS.Rpc.Files;

/// <summary>Tells on a terminal how far a transfer is, how fast, and how long it will take.</summary>
/// <param name="total">Bytes of all files.</param>
/// <param name="time">Clock.</param>
/// <param name="write">Writes to the terminal.</param>
internal sealed class SendProgress(ulong total, TimeProvider time, Action<string> write) : ISendProgress
{
    private const double Megabyte = 1e6;

    // More often nobody reads.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _began = time.GetTimestamp();
    private long _shown;
    private ulong _sent;
    private int _width;

    /// <summary>Counts bytes, and shows them now and then.</summary>
    public void Add(int bytes)
    {
        _sent += (ulong)bytes;
        long now = time.GetTimestamp();
        if (_shown == 0 || time.GetElapsedTime(_shown, now) >= Interval)
        {
            _shown = now;
            Show(now);
        }
    }

    /// <summary>Shows the end.</summary>
    public void Finish()
    {
        Show(time.GetTimestamp());
        write("\n");
    }

    private void Show(long now)
    {
        double seconds = Math.Max(time.GetElapsedTime(_began, now).TotalSeconds, 1e-3);
        double rate = _sent / seconds;
        TimeSpan left = rate > 0 && total > _sent
            ? TimeSpan.FromSeconds(Math.Min((total - _sent) / rate, TimeSpan.SecondsPerDay))
            : TimeSpan.Zero;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"sent {_sent / Megabyte:0.0}/{total / Megabyte:0.0} MB, {rate / Megabyte:0.0} MB/s, "
            + $"{left:hh\\:mm\\:ss} left");
        string blank = new(' ', Math.Max(0, _width - line.Length));
        _width = line.Length;
        write($"\r{line}{blank}");
    }
}
