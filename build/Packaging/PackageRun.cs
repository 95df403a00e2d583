using System.Diagnostics;
using System.Globalization;
using PedOS.Build.Drivers;
using PedOS.Build.Signing;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>The package target: from the sources to everything that is handed out.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="dotnet">Builds.</param>
public sealed class PackageRun(Workspace workspace, DotNet dotnet)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Makes it all anew; says how long each part took.</summary>
    /// <exception cref="BuildException">A part could not be made.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await new MachineSetup(workspace).RunAsync(Requirement.All, cancellationToken);

        // Before everything that takes minutes.
        DateTimeOffset date = await SourceDate.FindAsync(workspace, cancellationToken);
        CodeSigning signing = CodeSigning.FromEnvironment(workspace);
        var drivers = DriverSet.FromEnvironment(workspace, signing, date);
        foreach (DriverPackage driver in drivers.Packages)
        {
            Console.WriteLine(
                $"package: driver {driver.Kind.Name} {driver.Version} of {driver.Provider}"
                + (driver.IsTestSigned ? ", which Windows takes with test signing only" : ""));
        }

        var publisher = new Publisher(workspace, dotnet);
        await TimedAsync("solution", () => new SolutionBuild(workspace, dotnet).BuildAsync(cancellationToken));
        await TimedAsync("programs for Windows", () => publisher.PublishWindowsAsync(cancellationToken));
        string[] programs = [.. publisher.FindPrograms().Select(static p => Path.GetFileNameWithoutExtension(p))];
        var distribution = new Distribution(workspace, date, signing, drivers);
        await TimedAsync("package folder and module", () => distribution.LayOutAsync(programs, cancellationToken));
        await TimedAsync("MSI", () => WriteInstallerAsync(distribution, cancellationToken));
        await TimedAsync("image and package for dom0", () => WriteImageAsync(distribution, cancellationToken));
        await TimedAsync("hashes", () => distribution.CloseAsync(cancellationToken));
        Report("all", Stopwatch.GetElapsedTime(_start));
    }

    private static async Task WriteInstallerAsync(Distribution distribution, CancellationToken cancellationToken)
    {
        if (Requirement.InstallerTools.IsPresent())
        {
            await distribution.WriteInstallerAsync(cancellationToken);
        }
        else
        {
            Console.WriteLine(
                $"package: no MSI: {Requirement.InstallerTools.Name} is not installed (./build.sh setup)");
        }
    }

    private static async Task WriteImageAsync(Distribution distribution, CancellationToken cancellationToken)
    {
        if (Requirement.ImageTools.IsPresent())
        {
            await distribution.WriteImageAsync(cancellationToken);
        }
        else
        {
            Console.WriteLine($"package: no image: {Requirement.ImageTools.Name} is not installed (./build.sh setup)");
        }
    }

    private static async Task TimedAsync(string part, Func<Task> make)
    {
        long start = Stopwatch.GetTimestamp();
        await make();
        Report(part, Stopwatch.GetElapsedTime(start));
    }

    private static void Report(string part, TimeSpan time) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"package: {part}: {time.TotalSeconds:F1} s"));
}
