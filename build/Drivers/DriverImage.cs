using System.Reflection.PortableExecutable;
using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>The programs of a driver package: .sys, and what runs beside it.</summary>
public static class DriverImage
{
    private static readonly string[] Extensions = [".sys", ".exe", ".dll"];

    /// <summary>Whether a file of this name is one.</summary>
    public static bool Is(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it carries a signature of its own.</summary>
    /// <exception cref="BuildException">It is no program.</exception>
    public static bool IsSigned(string path) => Read(path).CertificateTableDirectory.Size > 0;

    /// <summary>Refuses what Windows for x64 cannot load.</summary>
    /// <exception cref="BuildException">It is no program, or one for something else.</exception>
    public static void Require(string path)
    {
        _ = Read(path);
    }

    private static PEHeader Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var reader = new PEReader(stream);
            PEHeaders headers = reader.PEHeaders;
            PEHeader header = headers.PEHeader ?? throw new BadImageFormatException("it has no optional header");
            bool isDriver = path.EndsWith(".sys", StringComparison.OrdinalIgnoreCase);
            return headers.CoffHeader.Machine != Machine.Amd64
                ? throw new BuildException(
                    $"{path} is built for {headers.CoffHeader.Machine}: use the driver that is built for x64")
                : isDriver && header.Subsystem != Subsystem.Native
                ? throw new BuildException(
                    $"{path} is a program of the subsystem {header.Subsystem} and no driver: put the driver there")
                : header;
        }
        catch (BadImageFormatException e)
        {
            throw new BuildException($"{path} is no program for Windows ({e.Message}): get the driver again", e);
        }
    }
}
