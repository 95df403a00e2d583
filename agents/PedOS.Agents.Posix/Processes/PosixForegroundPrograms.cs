using System.ComponentModel;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Posix.Processes;

/// <summary>Programs in the place of this one, on Linux.</summary>
public sealed class PosixForegroundPrograms : IForegroundPrograms
{
    // What execvp takes without PATH.
    private const string UsualPath = "/bin:/usr/bin";

    /// <inheritdoc/>
    public IReadOnlyList<string> Shell { get; } = ["/bin/sh"];

    /// <inheritdoc/>
    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        string path = Find(words[0]) ?? throw Failed(words[0], Libc.ENOENT);
        SpawnOptions options = new(path, words, InheritedVariables.Format(InheritedVariables.Copy()))
        {
            DefaultSignals = true,
        };
        int errno = Spawn.Start(options, out int pid);
        if (errno != 0)
        {
            throw Failed(words[0], errno);
        }

        LeaveStreams();
        return await ChildReaper.Shared.Watch(pid);
    }

    private static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return name;
        }

        string places = Environment.GetEnvironmentVariable("PATH") ?? UsualPath;
        return places.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(place => Path.Combine(place, name))
            .FirstOrDefault(static path => FileStatus.IsExecutable(path) && File.Exists(path));
    }

    // The numbers stay taken, so that nothing else becomes one of them.
    private static void LeaveStreams()
    {
        int nothing = Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (nothing >= 0)
        {
            _ = Libc.dup2(nothing, 0);
            _ = Libc.dup2(nothing, 1);
            _ = Libc.close(nothing);
        }
    }

    private static LaunchException Failed(string name, int errno) => new(
        errno == Libc.ENOENT ? QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND : QrexecAbi.QREXEC_EXIT_PROBLEM,
        $"{name} cannot be started: {new Win32Exception(errno).Message}");
}
