namespace PedOS.Hosted.Tests;

/// <summary>What this process holds.</summary>
internal static class Held
{
    // Names that the module gives to threads of its own.
    private const string ThreadPrefix = "setup ";

    /// <summary>Open files, pipes and sockets, without the assemblies that the runtime keeps open.</summary>
    public static int Handles => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(static handle => new FileInfo(handle).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true);

    /// <summary>All threads.</summary>
    public static int Threads => Directory.GetDirectories("/proc/self/task").Length;

    /// <summary>Threads of the module.</summary>
    public static int OwnThreads => Directory.GetDirectories("/proc/self/task")
        .Select(static folder => Path.Join(folder, "comm"))
        .Where(File.Exists)
        .Count(static file => File.ReadAllText(file).StartsWith(ThreadPrefix, StringComparison.Ordinal));
}
