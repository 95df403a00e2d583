using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Processes;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Qrexec;

/// <summary>Finds the program that a definition names.</summary>
/// <param name="directories">Where handlers without an absolute path are, in order.</param>
/// <param name="systemDirectory">Where a plain file name is looked for last, for cmd.exe and the like.</param>
internal sealed class HandlerPath(IReadOnlyList<string> directories, string systemDirectory)
{
    private const string PowerShellName = "powershell.exe";

    /// <summary>Whether a program is cmd.exe, which reads its line by rules of its own.</summary>
    public static bool IsCmd(string program) => IsNamed(program, "cmd.exe");

    /// <summary>Whether a program is a PowerShell.</summary>
    public static bool IsPowerShell(string program) => IsNamed(program, PowerShellName) || IsNamed(program, "pwsh.exe");

    /// <summary>Works out the absolute path.</summary>
    /// <exception cref="ServiceException">
    /// 125: there is none, or the path leads out of the handlers' directories.
    /// </exception>
    public string Resolve(string handler)
    {
        if (Path.IsPathFullyQualified(handler))
        {
            return handler;
        }

        string[] parts = handler.Split('\\', '/');
        if (parts[0].Length == 0 || parts.Contains("..") || handler.Contains(':', StringComparison.Ordinal))
        {
            throw Refused($"the handler {handler} is neither an absolute path nor one below the handlers' directory");
        }

        IEnumerable<string> candidates = directories.Select(directory => Path.Combine(directory, handler));
        if (parts.Length == 1)
        {
            candidates = candidates.Append(Path.Combine(systemDirectory, handler));
            candidates = IsNamed(handler, PowerShellName)
                ? candidates.Append(Path.Combine(systemDirectory, WindowsInvocation.PowerShellPath))
                : candidates;
        }

        return candidates.FirstOrDefault(File.Exists) ?? throw Refused($"there is no handler {handler}");
    }

    private static bool IsNamed(string program, string name) =>
        Path.GetFileName(program).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static ServiceException Refused(string why) => new(QrexecAbi.QREXEC_EXIT_PROBLEM, why);
}
