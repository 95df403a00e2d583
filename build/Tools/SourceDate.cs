using System.Globalization;

namespace PedOS.Build.Tools;

/// <summary>
/// The time that everything in a package carries, so that two builds of the same sources are the same bytes.
/// </summary>
public static class SourceDate
{
    /// <summary>Variable that says it: seconds since 1970, UTC.</summary>
    public const string Variable = "SOURCE_DATE_EPOCH";

    // ZIP knows no earlier time, ISO 9660 none that is later.
    private static readonly DateTimeOffset Least = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Most = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan GitTime = TimeSpan.FromSeconds(30);

    /// <summary>What the variable says, else the time of the last commit, else the first day of 2026.</summary>
    /// <exception cref="BuildException">The variable is no such number.</exception>
    public static async Task<DateTimeOffset> FindAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text)
            ? await CommittedAsync(workspace, cancellationToken)
            : Parse(text) ?? throw new BuildException(
                $"{Variable} is \"{text}\"; it is a number of seconds between 1980 and 2099");
    }

    /// <summary>Reads seconds since 1970; null when they are none, or out of range.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || seconds > Most.ToUnixTimeSeconds())
        {
            return null;
        }

        var date = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return date < Least ? null : date;
    }

    private static async Task<DateTimeOffset> CommittedAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        // Sources without history, as they come in an archive, have no better answer than a fixed one.
        var fixedDate = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (!Path.Exists(workspace.At(".git")))
        {
            return fixedDate;
        }

        try
        {
            ChildResult git = await ChildProcess.RunAsync(
                new ChildCommand("git", "log", "-1", "--format=%ct")
                {
                    WorkingDirectory = workspace.Root,
                    Timeout = GitTime,
                    ShowOnlyOnFailure = true,
                },
                cancellationToken);
            return (git.Succeeded && git.Lines.Count > 0 ? Parse(git.Lines[0]) : null) ?? fixedDate;
        }
        catch (BuildException)
        {
            // No git on this machine.
            return fixedDate;
        }
    }
}
