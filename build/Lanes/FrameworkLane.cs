using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>
/// The module's assemblies on Mono, which is of .NET Framework's kind, as the runtime of Windows PowerShell 5.1 is:
/// every method compiles, and what needs no Windows is used (tests/framework).
/// </summary>
public sealed class FrameworkLane(Workspace workspace, ConsoleRunner console)
{
    private const string Program = "framework";
    private const string Hives = "PedOS.TestKit.Hives";

    private const string Hive = "Windows/System32/config/SOFTWARE";

    private static readonly TimeSpan ProgramTime = TimeSpan.FromMinutes(3);

    /// <summary>Runs the lane, or says in one line why it cannot.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunTotals> RunAsync(CancellationToken cancellationToken)
    {
        if (!Requirement.Mono.IsPresent())
        {
            Console.WriteLine($"  skipped: {Requirement.Mono.Name} is not installed (./build.sh setup, as root)");
            return RunTotals.OneSkipped;
        }

        string folder = workspace.At("tests", Program, "bin", "Release", "net472");
        string program = Path.Join(folder, Program + ".exe");
        WriteFacade(folder);
        string image = Path.Join(workspace.TestResults, "framework-image");
        string[] arguments = Requirement.Hivex.IsPresent() ? [await MakeImageAsync(image, cancellationToken)] : [];
        try
        {
            return await console.RunAsync(
                Program,
                [Requirement.MonoRuntime, program, .. arguments.Select(static i => Path.Join(i, Hive))],
                DotNet.Environment,
                ProgramTime,
                cancellationToken);
        }
        finally
        {
            if (Directory.Exists(image))
            {
                Directory.Delete(image, recursive: true);
            }
        }
    }

    // Debian's Mono has no netstandard.dll, and refuses assemblies that call themselves declarations. This one has
    // nothing else: each of its types is elsewhere.
    private static void WriteFacade(string folder)
    {
        byte[] facade = File.ReadAllBytes(Path.Join(folder, "netstandard.declared"));
        int at = facade.AsSpan().IndexOf("ReferenceAssemblyAttribute\0"u8);
        if (at < 0)
        {
            throw new BuildException($"{folder}/netstandard.declared is another one than the lane knows");
        }

        facade[at] = (byte)'_';
        File.WriteAllBytes(Path.Join(folder, "netstandard.dll"), facade);
    }

    private async Task<string> MakeImageAsync(string folder, CancellationToken cancellationToken)
    {
        string maker = TestProject.BuiltAssembly(workspace.At("tests", Hives, Hives + ".csproj"));
        ChildResult made = await ChildProcess.RunAsync(
            new ChildCommand(DotNet.Muxer, [maker, "make-image", folder])
            {
                WorkingDirectory = workspace.Root,
                Timeout = ProgramTime,
                Environment = DotNet.Environment,
                Indent = "    ",
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
        return made.Succeeded ? folder : throw new BuildException("the image for the framework lane cannot be made");
    }
}
