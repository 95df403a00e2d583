using System.Globalization;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>How far a transfer of files is.</summary>
/// <param name="Sent">Bytes that were sent.</param>
/// <param name="Total">Bytes of all files.</param>
/// <param name="Duration">Time it took until now.</param>
public sealed record FileProgress(long Sent, long Total, TimeSpan Duration)
{
    private const double Megabyte = 1e6;

    /// <summary>Percent of the bytes; files may have grown since they were counted.</summary>
    public int Percent => Total > 0 ? (int)Math.Min(100, Sent * 100.0 / Total) : 100;

    /// <summary>The same for people, with the rate and the time that is left.</summary>
    public string Text
    {
        get
        {
            double rate = Sent / Math.Max(Duration.TotalSeconds, 1e-3);
            double left = rate > 0 ? Math.Min(Math.Max(0, Total - Sent) / rate, 86399) : 0;
            return string.Format(
                CultureInfo.InvariantCulture,
                "{0:0.0} of {1:0.0} MB, {2:0.0} MB/s, {3:hh\\:mm\\:ss} left",
                Sent / Megabyte,
                Total / Megabyte,
                rate / Megabyte,
                TimeSpan.FromSeconds(left));
        }
    }
}
