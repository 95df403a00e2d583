using System.Diagnostics;
using System.Runtime.Versioning;

namespace PedOS.TestKit.Programs;

/// <summary>
/// A directory of one test, removed with everything in it. Its path is short, because the path of a socket has at most
/// 107 bytes.
/// </summary>
public sealed class TestDirectory : IDisposable
{
    /// <summary>Makes the directory.</summary>
    public TestDirectory() => FullPath = Directory.CreateTempSubdirectory("pt").FullName;

    /// <summary>Its path.</summary>
    public string FullPath { get; }

    /// <summary>Path of something in it.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([FullPath, .. parts]);

    /// <summary>Makes a directory in it.</summary>
    public string MakeDirectory(params ReadOnlySpan<string> parts) => Directory.CreateDirectory(PathOf(parts)).FullName;

    /// <summary>Makes a named pipe in it.</summary>
    [SupportedOSPlatform("linux")]
    public string MakeFifo(string name)
    {
        using Process mkfifo = Process.Start("mkfifo", [PathOf(name)]);
        mkfifo.WaitForExit();
        return mkfifo.ExitCode == 0 ? PathOf(name) : throw new IOException($"mkfifo {PathOf(name)} failed");
    }

    /// <summary>Writes a file that can be executed.</summary>
    public static void WriteExecutable(string path, string content)
    {
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test removed it itself.
        }
    }
}
