using System.Diagnostics;
using System.Globalization;

namespace PedOS.TestKit.Programs;

/// <summary>A real NTFS in a file, mounted by ntfs-3g; streams are extended attributes there.</summary>
public sealed class NtfsVolume : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly string _options;

    private NtfsVolume(string options)
    {
        _options = options;
        Root = _directory.MakeDirectory("root");
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    /// <summary>The file that it is in.</summary>
    public string File => _directory.PathOf("volume");

    private static string? Missing =>
        !IsThere("/usr/sbin/mkntfs", "/sbin/mkntfs") || !IsThere("/usr/bin/ntfs-3g", "/bin/ntfs-3g")
            ? "ntfs-3g is missing (apt-get install -y --no-install-recommends ntfs-3g)"
        : !Environment.IsPrivilegedProcess || !System.IO.File.Exists("/dev/fuse") ? "needs root and /dev/fuse" : null;

    /// <summary>Makes and mounts one.</summary>
    /// <param name="megabytes">Its size.</param>
    /// <param name="options">How it is mounted, as ntfs-3g has it.</param>
    /// <param name="problem">Why there can be none here; empty when there is one.</param>
    /// <returns>Null when there can be none.</returns>
    /// <exception cref="IOException">It can be, and was not made.</exception>
    public static NtfsVolume? TryCreate(int megabytes, string options, out string problem)
    {
        problem = Missing ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        NtfsVolume volume = new(options);
        try
        {
            using (FileStream file = System.IO.File.Create(volume.File))
            {
                file.SetLength((long)megabytes << 20);
            }

            if (Run("mkntfs", ["-F", "-Q", volume.File], out _) is not 0 and int code)
            {
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"mkntfs ended with {code}"));
            }

            if (volume.TryMount(readOnly: false, out problem))
            {
                return volume;
            }

            volume.Dispose();
            return null;
        }
        catch
        {
            volume.Dispose();
            throw;
        }
    }

    /// <summary>Mounts it.</summary>
    /// <param name="readOnly">Whether nothing may be changed.</param>
    /// <param name="problem">Why that cannot be here; empty when it could.</param>
    public bool TryMount(bool readOnly, out string problem)
    {
        int code = Run(
            "ntfs-3g", ["-o", $"streams_interface=xattr,{_options}{(readOnly ? ",ro" : "")}", File, Root], out _);
        problem = code == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"ntfs-3g cannot mount here (exit code {code})");
        return code == 0;
    }

    /// <summary>Unmounts it; what was written is in the file then.</summary>
    public void Unmount() => _ = Run("umount", [Root], out _);

    /// <summary>Reads a stream of a file with another program than mounts it; the volume is not mounted.</summary>
    /// <param name="path">The file, from the root of the volume.</param>
    /// <param name="stream">Name of the stream.</param>
    /// <returns>What is in it; null when there is no such stream.</returns>
    public string? ReadStream(string path, string stream) =>
        Run("ntfscat", ["-n", stream, File, path], out string content) == 0 ? content : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Unmount();
        _directory.Dispose();
    }

    private static bool IsThere(params string[] places) => places.Any(System.IO.File.Exists);

    private static int Run(string program, string[] arguments, out string output)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = error.Result;
        return process.ExitCode;
    }
}
