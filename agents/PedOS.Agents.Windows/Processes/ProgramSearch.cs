using System.Buffers;
using PedOS.Agents.Processes;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Finds a program by what a user would write at a prompt. Unlike there, the current directory is not one of the
/// places: what somebody has put into it is not what is meant.
/// </summary>
/// <param name="exists">Whether there is a file of this path.</param>
/// <param name="places">Directories, in order.</param>
/// <param name="current">What a relative path begins at.</param>
public sealed class ProgramSearch(Func<string, bool> exists, IEnumerable<string> places, string current)
{
    // The kinds that can be started, in the order in which a name without one is tried.
    private static readonly string[] Kinds = [".com", ".exe", ".bat", ".cmd", ".ps1"];

    private static readonly SearchValues<char> InNoName = SearchValues.Create("\"<>|?*");

    /// <summary>The search of this process: the system's directories, then <c>PATH</c>.</summary>
    public static ProgramSearch OfThisProcess() => new(
        File.Exists,
        [
            Environment.SystemDirectory,
            Environment.GetFolderPath(Environment.SpecialFolder.Windows),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(static place => place.Trim('"')),
        ],
        Environment.CurrentDirectory);

    /// <summary>Finds it.</summary>
    /// <param name="name">A path, or a name; the kind may be left out.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="LaunchException">127: there is no such program.</exception>
    public string Find(string name)
    {
        if (name.AsSpan().IndexOfAny(InNoName) >= 0)
        {
            throw Absent(name, "no file has such a name");
        }

        bool isPath = name.AsSpan().IndexOfAny("\\/:") >= 0;
        foreach (string place in isPath ? [""] : places)
        {
            // A relative place would be the current directory in disguise.
            if (!isPath && !IsAbsolute(place))
            {
                continue;
            }

            string path = isPath ? Absolute(name) : $@"{place.TrimEnd('\\')}\{name}";
            if (WithKind(path) is { } found)
            {
                return found;
            }
        }

        throw Absent(name, isPath ? "there is no such file" : "it is not in the system's directories nor in PATH");
    }

    private static bool IsAbsolute(string path) =>
        path.StartsWith(@"\\", StringComparison.Ordinal)
        || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/');

    private static LaunchException Absent(string name, string why) =>
        new(QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND, $"{name} cannot be started: {why}");

    private string Absolute(string path) => IsAbsolute(path) ? path
        : path[0] is '\\' or '/' ? current[..2] + path
        : path.Contains(':', StringComparison.Ordinal) ? throw Absent(path, "the path is not absolute")
        : $@"{current.TrimEnd('\\')}\{path}";

    private string? WithKind(string path)
    {
        string name = path[(path.AsSpan().LastIndexOfAny('\\', '/') + 1)..];
        bool hasKind = Kinds.Any(kind => name.EndsWith(kind, StringComparison.OrdinalIgnoreCase));
        return hasKind && exists(path) ? path : Kinds.Select(kind => path + kind).FirstOrDefault(exists);
    }
}
