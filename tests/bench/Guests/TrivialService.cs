using System.Globalization;
using System.Text.RegularExpressions;

namespace PedOS.Bench.Guests;

/// <summary>What runs in the guest.</summary>
internal static partial class TrivialService
{
    /// <summary>Name of the service that does nothing.</summary>
    public const string Name = "test.True";

    /// <summary>Size of one read or write of the stream services.</summary>
    public const int Block = 65536;

    /// <summary>Puts the service that does nothing into a directory.</summary>
    public static void Install(string directory) =>
        File.Copy(File.Exists("/bin/true") ? "/bin/true" : "/usr/bin/true", Path.Combine(directory, Name));

    /// <summary>Command that writes bytes and then says on standard error what CPU time it took.</summary>
    public static string Source(long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"dd if=/dev/zero bs={Block} count={bytes / Block} status=none; e=$?; times >&2; exit $e");

    /// <summary>Command that reads to the end and then says how much that was, and what CPU time it took.</summary>
    public static string Sink { get; } = string.Create(
        CultureInfo.InvariantCulture, $"LC_ALL=C dd of=/dev/null bs={Block}; e=$?; times >&2; exit $e");

    /// <summary>Whether <see cref="Sink"/> said that so many bytes came.</summary>
    public static bool SaysBytes(string error, long bytes) => error.Contains(
        string.Create(CultureInfo.InvariantCulture, $"\n{bytes} bytes"), StringComparison.Ordinal);

    /// <summary>The CPU time that a command said it took: user and system, of the shell and of its children.</summary>
    public static TimeSpan ReadTimes(string error) => TimeSpan.FromSeconds(Times()
        .Matches(error)
        .Sum(static m => (60 * double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            + double.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\b([0-9]+)m([0-9]+(?:\.[0-9]+)?)s", RegexOptions.CultureInvariant)]
    private static partial Regex Times();
}
