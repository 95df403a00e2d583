using System.Text;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// What CreateProcess is told for a request: the kind of file decides how it is run and how its arguments are written.
/// </summary>
/// <param name="Application">Executable that is started; null leaves it to the first word of the line.</param>
/// <param name="CommandLine">The whole line, the program's name first.</param>
public sealed record WindowsInvocation(string? Application, string CommandLine)
{
    /// <summary>Longest line cmd.exe takes (its documentation).</summary>
    public const int MaxBatchLength = 8191;

    /// <summary>Where Windows PowerShell is below the system directory.</summary>
    public const string PowerShellPath = @"WindowsPowerShell\v1.0\powershell.exe";

    /// <summary>Works out the invocation.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="systemDirectory">For example <c>C:\Windows\System32</c>; cmd.exe and PowerShell are only taken from
    /// there.</param>
    /// <exception cref="LaunchException">125: not a program, or an argument cannot be passed to it
    /// unchanged.</exception>
    public static WindowsInvocation For(LaunchRequest request, string systemDirectory)
    {
        if (request.CommandLine is not null)
        {
            // dom0 wrote this line; like the original it goes to CreateProcess as it is, without a shell.
            return new WindowsInvocation(null, WindowsCommandLine.Checked(request.CommandLine));
        }

        // Not Path.GetExtension: the result must not depend on the system this runs on.
        string name = request.Program[(request.Program.AsSpan().LastIndexOfAny('\\', '/') + 1)..];
        int dot = name.LastIndexOf('.');
        string extension = dot < 0 ? string.Empty : name[dot..].ToUpperInvariant();
        return extension switch
        {
            ".EXE" or ".COM" => new(request.Program, WindowsCommandLine.Build(request.Program, request.Arguments)),
            ".BAT" or ".CMD" => Batch($@"{systemDirectory}\cmd.exe", request),
            ".PS1" => PowerShell($@"{systemDirectory}\{PowerShellPath}", request),
            _ => throw WindowsCommandLine.Refused(
                $"{request.Program} is not a program: it must end in .exe, .com, .bat, .cmd or .ps1"),
        };
    }

    // cmd.exe reads its line by rules of its own: quotes cannot be escaped inside quotes, percent signs are replaced
    // even there, a line end ends the command. Everything else is literal inside quotes, so each argument is quoted and
    // those characters are refused. /d ignores AutoRun, /e:on /v:off pin what the registry could change, /s makes the
    // outer quotes the only ones that are stripped.
    private static WindowsInvocation Batch(string cmd, LaunchRequest request)
    {
        StringBuilder line = new($"\"{cmd}\" /d /e:on /v:off /s /c \"{BatchWord(request.Program)}");
        foreach (string argument in request.Arguments)
        {
            _ = line.Append(' ').Append(BatchWord(argument));
        }

        string text = WindowsCommandLine.Checked(line.Append('"').ToString());
        return text.Length <= MaxBatchLength
            ? new WindowsInvocation(cmd, text)
            : throw WindowsCommandLine.Refused(
                $"the batch command line has {text.Length} characters, cmd.exe takes {MaxBatchLength}");
    }

    private static string BatchWord(string word)
    {
        foreach (char c in word)
        {
            if (c is '"' or '%' || char.IsControl(c))
            {
                throw WindowsCommandLine.Refused(
                    $"a batch file cannot be passed U+{(int)c:X4} safely; use a program or a PowerShell script");
            }
        }

        // What the batch file calls with "%1" would read a backslash at the end as escaping its closing quote.
        return word.EndsWith('\\')
            ? throw WindowsCommandLine.Refused("a batch file cannot be passed an argument that ends with a backslash")
            : $"\"{word}\"";
    }

    private static WindowsInvocation PowerShell(string powerShell, LaunchRequest request) => new(
        powerShell,
        WindowsCommandLine.Build(
            powerShell,
            [
                "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", request.Program,
                .. request.Arguments,
            ]));
}
