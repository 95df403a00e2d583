using System.Diagnostics;

namespace PedOS.Agents.Logging;

/// <summary>Removes old log files of one program from one directory.</summary>
internal static class LogSweep
{
    /// <summary>
    /// Files of a program may take this many times the size of one; beyond it the oldest go whatever their age, so that
    /// nobody fills the disk through the log (arbitrary).
    /// </summary>
    public const int MaxTotal = 64;

    /// <summary>Removes what is too old or too much; never a file of another process that still runs.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="open">
    /// Name of the file this process has open, which is never removed; null when there is none.
    /// </param>
    /// <param name="program">Whose files.</param>
    /// <param name="options">Age and size.</param>
    /// <param name="now">Now.</param>
    /// <returns>Files removed before they were too old.</returns>
    public static SweptFiles Run(string directory, string? open, string program, LogOptions options, DateTimeOffset now)
    {
        SweptFiles early = default;
        try
        {
            List<FileInfo> files = [];
            foreach (FileInfo file in new DirectoryInfo(directory).EnumerateFiles())
            {
                if (LogFileName.TryParse(file.Name, program, out _))
                {
                    files.Add(file);
                }
            }

            // Youngest first.
            files.Sort((a, b) => b.LastWriteTimeUtc.CompareTo(a.LastWriteTimeUtc));
            long total = 0;
            foreach (FileInfo file in files)
            {
                total += file.Length;
                bool isTooMuch = total > MaxTotal * options.MaxSize;
                TimeSpan age = now.UtcDateTime - file.LastWriteTimeUtc;
                bool isTooOld = age > options.Retention;
                bool isOpen = file.Name == open || IsInUse(file.Name, program);
                if ((isTooOld || isTooMuch) && !isOpen && TryRemove(file) && !isTooOld)
                {
                    early = early.And(age < SweptFiles.Young);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The directory cannot be listed or is not there; the next file that is opened sweeps again.
        }

        return early;
    }

    private static bool IsInUse(string fileName, string program)
    {
        if (!LogFileName.TryParse(fileName, program, out int processId) || processId == Environment.ProcessId)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It runs and is not ours to look at.
            return true;
        }
    }

    private static bool TryRemove(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Held open by a reader, or another account's: the next sweep tries again.
            return false;
        }
    }
}
