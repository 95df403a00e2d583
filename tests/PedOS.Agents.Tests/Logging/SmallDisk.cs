using System.Diagnostics;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

/// <summary>A file system of 256 KiB, to be filled.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk MountOrSkip(string path)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small tmpfs takes root on Linux");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(
            Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path), "mounting a tmpfs is not allowed here");
        return new SmallDisk(path);
    }

    // Lazy: the log may still hold its file open for a moment.
    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        return process.WaitForExit(TimeSpan.FromSeconds(5)) && process.ExitCode == 0;
    }
}
