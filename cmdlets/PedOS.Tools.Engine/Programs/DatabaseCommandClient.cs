namespace PedOS.Tools.Engine.Programs;

/// <summary>The configuration database, through the program <c>pedosdb</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="cancellation">Ends what runs.</param>
public sealed class DatabaseCommandClient(ToolProgram program, CancellationToken cancellation)
{
    private const int Absent = 2;
    private const string Separator = " = ";

    /// <summary>Paths that begin with a prefix, in ordinal order.</summary>
    public IReadOnlyList<string> List(string prefix) =>
        [.. Lines(program.Demand(cancellation, "list", "-f", "--", prefix))
            .OrderBy(static p => p, StringComparer.Ordinal)];

    /// <summary>Entries that begin with a prefix, by path in ordinal order.</summary>
    public IReadOnlyList<DatabaseValue> ReadAll(string prefix) =>
        [.. Lines(program.Demand(cancellation, "multiread", "-f", "--", prefix))
            .Select(Split)
            .OfType<DatabaseValue>()
            .OrderBy(static v => v.Path, StringComparer.Ordinal)];

    /// <summary>One entry; null when there is none.</summary>
    public DatabaseValue? Read(string path) => Read(path, "read", "-r", "--", path);

    /// <summary>One entry, as soon as there is one.</summary>
    public DatabaseValue? Wait(string path) => Read(path, "read", "-r", "-w", "--", path);

    /// <summary>Waits until an entry, or one below a path that ends with a slash, changes.</summary>
    /// <returns>The entry that changed; its value is "" when it was removed.</returns>
    public DatabaseValue WaitForChange(string path)
    {
        string changed = Lines(program.Demand(cancellation, "watch", "-f", "-n", "1", "--", path)).First();
        return Read(changed) ?? new(changed, "");
    }

    /// <summary>There is no such entry.</summary>
    public static SetupException Missing(string path) => new(
        SetupError.NotFound,
        $"the configuration database has no {path}",
        "Run Get-PedOSDBEntry without a path to see what it has.");

    /// <summary>Refuses to remove many entries by one slash too much.</summary>
    /// <exception cref="SetupException">The path means everything below it, and that was not said.</exception>
    public static void CheckRemoval(string path, bool isRecursive)
    {
        if (path.EndsWith("/", StringComparison.Ordinal) && !isRecursive)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{path} means everything below it",
                "Say -Recurse when that is meant.");
        }
    }

    /// <summary>Creates or replaces an entry.</summary>
    public void Write(string path, string value) => program.Demand(cancellation, "write", "--", path, value);

    /// <summary>Removes an entry, or everything below a path that ends with a slash.</summary>
    public void Remove(string path) => program.Demand(cancellation, "rm", "--", path);

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(static l => l.TrimEnd('\r')).Where(static l => l.Length > 0);

    private DatabaseValue? Read(string path, params string[] arguments)
    {
        ProgramResult result = program.Run(cancellation, arguments);
        return result.ExitCode switch
        {
            // One line end is the program's.
            0 => new(path, result.Output.EndsWith("\n", StringComparison.Ordinal)
                ? result.Output.Substring(0, result.Output.Length - 1)
                : result.Output),
            Absent => null,
            _ => throw program.Failure(result),
        };
    }

    private DatabaseValue? Split(string line)
    {
        int at = line.IndexOf(Separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string path = line.Substring(0, at);
        string value = line.Substring(at + Separator.Length);

        // Bytes that are not printable are shown as \xHH, which the value may also have as it is: only reading tells.
        return value.IndexOf("\\x", StringComparison.Ordinal) < 0 ? new(path, value) : Read(path);
    }
}
