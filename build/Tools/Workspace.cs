using System.Runtime.CompilerServices;

namespace PedOS.Build.Tools;

/// <summary>Where things are in this tree.</summary>
/// <param name="Root">Absolute path of the folder that holds build.cs.</param>
public sealed record Workspace(string Root)
{
    /// <summary>The solution.</summary>
    public string Solution => At("PedOSTools.slnx");

    /// <summary>Everything the build makes, apart from bin/ and obj/ of the projects.</summary>
    public string Out => At("out");

    /// <summary>Our programs for this Linux machine.</summary>
    public string LinuxPrograms => At("out", "bin");

    /// <summary>Our programs for Windows, native.</summary>
    public string WindowsPrograms => At("out", "win-x64");

    /// <summary>What the setup engine installs from.</summary>
    public string Package => At("out", "package");

    /// <summary>What is handed out: archives, images, and their hashes.</summary>
    public string Distribution => At("out", "dist");

    /// <summary>Debug symbols of the Windows programs.</summary>
    public string WindowsSymbols => At("out", "win-x64-symbols");

    /// <summary>Windows test programs, one folder each.</summary>
    public string WindowsTests => At("out", "win-tests");

    /// <summary>PowerShell modules that tests need.</summary>
    public string TestModules => At("out", "test-modules");

    /// <summary>Reports of the last test run, one file per runner.</summary>
    public string TestResults => At("out", "test-results");

    /// <summary>Keys and certificates of this tree; only their owner may read the keys.</summary>
    public string Signing => At("out", "signing");

    /// <summary>The Wine prefix of the test run.</summary>
    public string WinePrefix => At("out", "wine-prefix");

    /// <summary>Finds the tree this build program was compiled from.</summary>
    /// <exception cref="BuildException">The tree has been moved since.</exception>
    public static Workspace Find([CallerFilePath] string source = "")
    {
        // The doors change to the root first; the path of the source is the way out for "dotnet run" from elsewhere.
        string?[] candidates = [Environment.CurrentDirectory, Path.GetFullPath(Path.Join(source, "..", "..", ".."))];
        foreach (string? candidate in candidates)
        {
            if (candidate is not null && File.Exists(Path.Join(candidate, "PedOSTools.slnx")))
            {
                return new Workspace(candidate);
            }
        }

        throw new BuildException(
            "PedOSTools.slnx not found: start the build with ./build.sh or from the root of the tree");
    }

    /// <summary>A path below the root.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Join([Root, .. parts]);
}
