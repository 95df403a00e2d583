using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Programs;

/// <summary>The configuration database, through the program <c>pedosdb</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="cancellation">Ends what runs.</param>
public sealed class DatabaseCommandClient(ToolProgram program, CancellationToken cancellation)
{
    private const int Absent = 2;

    /// <summary>Paths that begin with a prefix, in ordinal order.</summary>
    public IReadOnlyList<string> List(string prefix) =>
        [.. Answer(
            program.Run(cancellation, "list", "--json", "--", prefix),
            static answer => answer.Get("paths").Items.Select(static p => p.AsText()).ToArray())
            .OrderBy(static p => p, StringComparer.Ordinal)];

    /// <summary>Entries that begin with a prefix, by path in ordinal order.</summary>
    public IReadOnlyList<DatabaseValue> ReadAll(string prefix) =>
        [.. Entries(program.Run(cancellation, "multiread", "--json", "--", prefix))
            .OrderBy(static v => v.Path, StringComparer.Ordinal)];

    /// <summary>One entry; null when there is none.</summary>
    public DatabaseValue? Read(string path) =>
        Entries(program.Run(cancellation, "read", "--json", "--", path)).SingleOrDefault();

    /// <summary>One entry, as soon as there is one.</summary>
    public DatabaseValue? Wait(string path) =>
        Entries(program.Run(cancellation, "read", "--json", "-w", "--", path)).SingleOrDefault();

    /// <summary>Waits until an entry, or one below a path that ends with a slash, changes.</summary>
    /// <returns>The entry that changed; its value is "" when it was removed.</returns>
    public DatabaseValue WaitForChange(string path)
    {
        string changed = Answer(
            program.Run(cancellation, "watch", "--json", "-n", "1", "--", path),
            static answer => answer.Get("path").AsText());
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

    private DatabaseValue[] Entries(ProgramResult result) => result.ExitCode == Absent
        ? []
        : Answer(result, static answer => answer.Get("entries").Items.Select(Entry).ToArray());

    private T Answer<T>(ProgramResult result, Func<JsonValue, T> read)
    {
        if (result.ExitCode != 0)
        {
            throw program.Failure(result);
        }

        try
        {
            return read(JsonText.Read(result.Output));
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.SystemRefused,
                $"pedosdb gave an answer that cannot be understood: {e.Message}",
                "Repair the installation: the module and the program are not of the same version.",
                e);
        }
    }

    private static DatabaseValue Entry(JsonValue entry)
    {
        string path = entry.Get("path").AsText();
        return entry.Find("base64") is { } bytes
            ? DatabaseValue.OfBytes(path, bytes.AsText())
            : new(path, entry.Get("text").AsText());
    }
}
