namespace PedOS.Tools.Engine.Logs;

/// <summary>A folder that may hold log files.</summary>
public interface ILogFolder
{
    /// <summary>Names of its files; empty when it is not there.</summary>
    /// <exception cref="SetupException">It cannot be looked into.</exception>
    IReadOnlyList<string> List();

    /// <summary>Opens a file while its program may go on writing.</summary>
    /// <returns>Null when it is gone, or not ours to read.</returns>
    Stream? TryOpen(string fileName);
}
