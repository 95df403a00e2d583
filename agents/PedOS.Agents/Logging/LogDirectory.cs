namespace PedOS.Agents.Logging;

/// <summary>
/// A directory for logs that is open: what was looked at is what is used, whatever its name leads to afterwards.
/// </summary>
/// <param name="name">Its name, for people.</param>
/// <param name="path">How its files are reached as long as it is open.</param>
public class LogDirectory(string name, string path) : IDisposable
{
    /// <summary>Its name, for people.</summary>
    public string Name => name;

    /// <summary>How its files are reached as long as it is open.</summary>
    public string Path => path;

    /// <summary>Opens one without looking at it: where others have no right, or the program none of its own.</summary>
    public static LogDirectory Unchecked(string directory)
    {
        Directory.CreateDirectory(directory);
        return new LogDirectory(directory, directory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
    }
}
