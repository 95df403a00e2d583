using System.Globalization;

namespace PedOS.TestKit.Programs;

/// <summary>
/// Programs under test hear the signals that a test sends. Whoever runs the tests in the background, or with nohup, has
/// made this process ignore some of them, and its programs would inherit that.
/// </summary>
public static class DefaultSignals
{
    private const string Status = "/proc/self/status";
    private const string Mask = "SigIgn:";

    // SIGHUP, SIGINT, SIGQUIT: bit N-1 is signal N
    private const ulong Sent = 0b111;

    private static readonly string[] Prefix = ["/usr/bin/env", "--default-signal=HUP,INT,QUIT"];

    /// <summary>The command that starts a program so that it ignores none of them.</summary>
    /// <param name="program">Path of the executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The program and its arguments; the process is the same.</returns>
    public static IReadOnlyList<string> Command(string program, params IEnumerable<string> arguments) =>
        AreIgnored() ? [.. Prefix, program, .. arguments] : [program, .. arguments];

    private static bool AreIgnored()
    {
        if (!File.Exists(Status))
        {
            return false;
        }

        string line = File.ReadLines(Status).First(static text => text.StartsWith(Mask, StringComparison.Ordinal));
        ulong mask = ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (mask & Sent) != 0;
    }
}
