using PedOS.Build.Lanes;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Tools;

namespace PedOS.Build.Targets;

/// <summary>What the build can do.</summary>
public sealed class TargetTable(Workspace workspace)
{
    private static readonly string[] Rooms = ["agents", "build", "cmdlets", "tests"];
    private static readonly string[] MadeFolders = ["bin", "obj"];

    private readonly DotNet _dotnet = new(workspace);

    /// <summary>In the order of the help text.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new("setup", "install the Debian packages the lanes need (as root), say what is skipped otherwise", SetupAsync),
        new("build", "restore and build the solution, Release", BuildAsync),
        new("publish", "out/bin/ for this machine and out/win-x64/ for Windows", PublishAsync),
        new("package", "out/package/ for the setup program, and everything to hand out in out/dist/", PackageAsync),
        new("test", "everything, lane by lane; or: test LANE|PROJECT ...", TestAsync),
        new("sign", "sign files and folders with the key of PEDOS_SIGN; sign --verify FILE ...", SignAsync),
        new("demo", "a scripted dom0 and our programs as processes on this machine", DemoAsync),
        new("bench", "measure: table and JSON in out/", BenchAsync),
        new("fuzz", "every parser for as long as wanted: fuzz --seconds N", FuzzAsync),
        new("format", "let the formatter change what it wants", FormatAsync),
        new("clean", "delete out/ and all bin/ and obj/ folders", CleanAsync),
    ];

    private async Task<int> SetupAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await new MachineSetup(workspace).RunAsync(Requirement.All, cancellationToken);
        foreach (Requirement requirement in Requirement.All)
        {
            string state = requirement.IsPresent() ? "present" : "missing";
            Console.WriteLine($"setup: {requirement.Name}: {state}; needed by {requirement.Lane}");
        }

        return 0;
    }

    private async Task<int> BuildAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await new SolutionBuild(workspace, _dotnet).BuildAsync(cancellationToken);
        return 0;
    }

    private async Task<int> PublishAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await new MachineSetup(workspace).RunAsync(
            [Requirement.Linker, Requirement.WindowsLinker], cancellationToken);
        await BuildAsync(arguments, cancellationToken);
        var publisher = new Publisher(workspace, _dotnet);
        await publisher.PublishLinuxAsync(isBuilt: true, cancellationToken);
        await publisher.PublishWindowsAsync(cancellationToken);
        return 0;
    }

    private async Task<int> PackageAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await new PackageRun(workspace, _dotnet).RunAsync(cancellationToken);
        return 0;
    }

    private Task<int> TestAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        new TestRun(workspace, _dotnet).RunAsync(arguments, cancellationToken);

    private Task<int> SignAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        new SignTarget(CodeSigning.FromEnvironment(workspace)).RunAsync(arguments, cancellationToken);

    private Task<int> DemoAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunToolAsync("demo", arguments, TimeSpan.FromMinutes(2), cancellationToken);

    private Task<int> BenchAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunToolAsync("bench", arguments, TimeSpan.FromHours(1), cancellationToken);

    private Task<int> FuzzAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunToolAsync("fuzz", arguments, TimeSpan.FromDays(1), cancellationToken);

    private async Task<int> RunToolAsync(
        string name, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string project = workspace.At("tests", name, name + ".csproj");
        await new MachineSetup(workspace).RunAsync([Requirement.Hivex, Requirement.Linker], cancellationToken);
        Console.WriteLine($"build: tests/{name}");
        await new SolutionBuild(workspace, _dotnet).BuildAsync(project, cancellationToken);
        await new Publisher(workspace, _dotnet).PublishLinuxAsync(isBuilt: false, cancellationToken);
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(DotNet.Muxer, [TestProject.BuiltAssembly(project), .. arguments])
            {
                WorkingDirectory = workspace.Root,
                Timeout = timeout,
                Environment = TestEnvironment.Of(workspace, DotNet.Environment),
                OwnsConsole = true,
            },
            cancellationToken);
        return result.Succeeded ? 0 : 1;
    }

    private async Task<int> FormatAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await new SolutionBuild(workspace, _dotnet).FormatAsync(cancellationToken);
        return 0;
    }

    private Task<int> CleanAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        IEnumerable<string> made = Rooms
            .Select(room => workspace.At(room))
            .Where(Directory.Exists)
            .SelectMany(static room => Directory.EnumerateFiles(room, "*.csproj", SearchOption.AllDirectories))
            .SelectMany(static project => MadeFolders.Select(made => Path.Join(Path.GetDirectoryName(project), made)))
            .Append(workspace.Out);
        foreach (string folder in made.Where(Directory.Exists).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Directory.Delete(folder, recursive: true);
        }

        return Task.FromResult(0);
    }
}
