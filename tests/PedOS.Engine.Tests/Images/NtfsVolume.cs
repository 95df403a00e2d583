using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A real NTFS in a file, mounted by ntfs-3g as an image is.</summary>
public sealed class NtfsVolume : IDisposable
{
    private const string Access = "streams_interface=xattr,permissions";
    private readonly TemporaryDirectory _directory = new();

    private NtfsVolume()
    {
        Root = _directory.Join("root");
        _ = Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    private string File => _directory.Join("volume");

    public static NtfsVolume CreateOrSkip(int megabytes)
    {
        Assert.SkipUnless(
            IsThere("/usr/sbin/mkntfs", "/sbin/mkntfs") && IsThere("/usr/bin/ntfs-3g", "/bin/ntfs-3g"),
            "ntfs-3g is missing (apt-get install -y --no-install-recommends ntfs-3g)");
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && System.IO.File.Exists("/dev/fuse"), "needs root and /dev/fuse");
        NtfsVolume volume = new();
        try
        {
            using (FileStream file = System.IO.File.Create(volume.File))
            {
                file.SetLength((long)megabytes << 20);
            }

            Run("mkntfs", ["-F", "-Q", volume.File]);
            volume.Mount(readOnly: false);
            return volume;
        }
        catch
        {
            volume.Dispose();
            throw;
        }
    }

    public void Mount(bool readOnly)
    {
        int code = Run("ntfs-3g", ["-o", Access + (readOnly ? ",ro" : ""), File, Root], mustWork: false);
        Assert.SkipUnless(
            code == 0, $"ntfs-3g cannot mount here (exit code {code.ToString(CultureInfo.InvariantCulture)})");
    }

    public void Unmount() => _ = Run("umount", [Root], mustWork: false);

    public void Dispose()
    {
        Unmount();
        _directory.Dispose();
    }

    private static bool IsThere(params string[] places) => places.Any(System.IO.File.Exists);

    private static int Run(string program, string[] arguments, bool mustWork = true)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 || !mustWork, $"{program}: {error.Result}");
        return process.ExitCode;
    }
}
