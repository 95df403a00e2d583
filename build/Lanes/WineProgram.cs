using System.Diagnostics;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>Windows programs under Wine whose output nobody reads.</summary>
public static class WineProgram
{
    /// <summary>The 64-bit server of Debian: it has the processes of a prefix.</summary>
    public const string Server = "/usr/lib/wine/wineserver64";

    private const string SetArchitecture = "/usr/bin/setarch";

    /// <summary>
    /// What a command begins with that starts Windows programs, itself or through others; empty where the system
    /// refuses it.
    /// </summary>
    /// <remarks>
    /// Wine maps a page at 0x7FFE0000. Linux puts the loader's heap anywhere in the gigabyte behind 0x7D004000: where
    /// the two meet, once in some thousand processes, one ends before it has begun, with 1 and without a word.
    /// </remarks>
    public static IReadOnlyList<string> FixedAddresses { get; } = FindFixedAddresses();

    /// <summary>Starts one.</summary>
    /// <param name="environment">Names the prefix.</param>
    /// <param name="command">Program and arguments.</param>
    /// <returns>The process; its input is open.</returns>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> command)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(command);

        // Wine's background processes keep standard output open for as long as they live: it must not be ours.
        ProcessStartInfo start = new(
            "/bin/sh",
            ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. FixedAddresses, Requirement.WineLoader, .. command])
        {
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Starts one that does nothing, until its input ends or the server of its prefix.</summary>
    /// <param name="environment">Names the prefix.</param>
    /// <remarks>
    /// Wine starts its services anew when the last program has left and the next one comes. A service of ours that is
    /// started by hand in that moment takes the pipe of another one for its own, and waits for ever.
    /// </remarks>
    public static Process KeepRunning(IReadOnlyDictionary<string, string> environment) => Start(environment, "cmd");

    private static string[] FindFixedAddresses()
    {
        string[] command = [SetArchitecture, "--addr-no-randomize"];
        if (!File.Exists(SetArchitecture))
        {
            return [];
        }

        // Containers may forbid it.
        using Process asked = Process.Start(
            new ProcessStartInfo(command[0], [command[1], "/bin/true"]) { RedirectStandardError = true })!;
        asked.WaitForExit();
        return asked.ExitCode == 0 ? command : [];
    }
}
