using System.Globalization;
using System.Text;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Finds a place for lines: the configured directory, the fallbacks, standard error. Comes back to a better place
/// when it can be used again. Used by one thread.
/// </summary>
/// <param name="program">Whose log.</param>
/// <param name="places">The fallbacks.</param>
/// <param name="time">Clock of file names and retries.</param>
/// <param name="report">Told once when the configured directory cannot be used.</param>
internal sealed class LogChain(string program, LogPlaces places, TimeProvider time, Action<string> report) : IDisposable
{
    // Keeps the first lines of a file well below the smallest LogMaxSize (arbitrary).
    private const int MaxReason = 512;

    private LogOptions? _options;
    private LogFile? _file;
    private Stream? _standardError;
    private int _place;
    private long _lastTry;
    private string? _reason;
    private bool _isReported;

    // Not told yet: a directory may be swept and then take no file.
    private SweptFiles _swept;

    /// <summary>How long a place that failed is left alone (arbitrary).</summary>
    public static TimeSpan Retry { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether lines go to standard error, for want of a directory.</summary>
    public bool IsOnStandardError { get; private set; }

    /// <summary>Writes whole lines.</summary>
    /// <returns>False when nothing takes them now: keep them and try again after <see cref="Retry"/>.</returns>
    public bool Write(ReadOnlySpan<byte> lines, LogOptions options)
    {
        CloseIfNeeded(lines.Length, options);
        _options = options;
        List<string> directories = [.. places.Directories];
        if (options.Directory is not null)
        {
            directories.Insert(0, options.Directory);
        }

        if (_file is not null && _place > 0 && IsRetryDue)
        {
            Open(directories, _place);
        }

        if (_file is not null && Append(lines))
        {
            return true;
        }

        // On standard error every message would try the directories again.
        if (!IsOnStandardError || IsRetryDue)
        {
            for (int from = 0; Open(directories, directories.Count, from); from = _place + 1)
            {
                if (Append(lines))
                {
                    return true;
                }
            }
        }

        return WriteStandardError(lines);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private bool IsRetryDue => time.GetElapsedTime(_lastTry) >= Retry;

    private void CloseIfNeeded(int length, LogOptions options)
    {
        if (options.Directory != _options?.Directory)
        {
            Close();
            (IsOnStandardError, _isReported) = (false, false);
        }
        else if (_file is not null && _file.IsGone)
        {
            _reason = $"{_file.Path} was removed";
            Close();
        }
        else if (_file is not null && _file.Size + length > options.MaxSize)
        {
            Close();
        }
    }

    /// <summary>
    /// Opens a file in the first directory that takes one, in place of the open file if there is one.
    /// </summary>
    private bool Open(List<string> directories, int end, int from = 0)
    {
        _lastTry = time.GetTimestamp();
        for (int i = from; i < end; i++)
        {
            if (TryOpen(directories[i], i))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryOpen(string directory, int place)
    {
        DateTimeOffset now = time.GetUtcNow();
        LogDirectory? at = null;
        try
        {
            at = places.Open(directory);
            _swept = _swept.And(LogSweep.Run(at.Path, Path.GetFileName(_file?.Path), program, _options!, now));
            LogFile? before = _file;
            _file = LogFile.Create(at, program, now, Header(now));
            _swept = default;
            before?.Dispose();
            (_place, _reason, IsOnStandardError) = (place, null, false);
            _isReported &= place > 0;
            return true;
        }
        catch (Exception e) when (IsPlaceFailure(e))
        {
            at?.Dispose();
            Note(directory, place, e);
            return false;
        }
    }

    private byte[] Header(DateTimeOffset now)
    {
        string warning = LogLine.Prefix(now, LogLevel.Warning);
        StringBuilder header = new(LogLine.Prefix(now, LogLevel.Info));
        header.Append(LogHeader.Text(program)).Append('\n');
        if (_reason is not null)
        {
            header.Append(warning).Append(LogLine.Safe($"the log continues here: {_reason}")).Append('\n');
        }
        else if (_file is not null)
        {
            header.Append(warning).Append(LogLine.Safe($"the log continues here, it was in {_file.Path}")).Append('\n');
        }

        if (_swept.Count > 0)
        {
            string young = _swept.YoungCount > 0 ? $", {_swept.YoungCount} of them less than a day old" : string.Empty;
            header.Append(warning)
                .Append(CultureInfo.InvariantCulture, $"{_swept.Count} log files were removed before LogRetention")
                .Append(young)
                .Append(CultureInfo.InvariantCulture, $": together they had more than {LogSweep.MaxTotal} times ")
                .Append("LogMaxSize\n");
        }

        return Encoding.UTF8.GetBytes(header.ToString());
    }

    private bool Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            _file!.Append(lines);
            return true;
        }
        catch (Exception e) when (IsPlaceFailure(e))
        {
            Note(_file!.Path, _place, e);
            Close();
            return false;
        }
    }

    // Besides the two that say so: a configured path may be one that this system cannot even name.
    private static bool IsPlaceFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private void Note(string path, int place, Exception e)
    {
        string why = LogLine.Cut($"{path} cannot be used ({e.GetType().Name}: {e.Message})", MaxReason);
        if (_file is null || place == _place)
        {
            // Else the log has a place, and only a retry of a better one failed.
            _reason ??= why;
        }

        if (place == 0 && _options!.Directory is not null && !_isReported)
        {
            _isReported = true;
            report($"log directory {why}; the log goes elsewhere until it can");
        }
    }

    private bool WriteStandardError(ReadOnlySpan<byte> lines)
    {
        IsOnStandardError = true;
        try
        {
            _standardError ??= places.OpenStandardError();
            _standardError?.Write(lines);
            return _standardError is not null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or NotSupportedException)
        {
            return false;
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
