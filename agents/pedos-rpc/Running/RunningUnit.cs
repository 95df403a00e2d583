using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Processes;

namespace PedOS.Rpc.Running;

/// <summary>Commands that another machine has run here.</summary>
internal static class RunningUnit
{
    private static readonly VerbOption Database = new(
        "--database", "ENDPOINT", "where the configuration database is");

    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new("vm-exec", "qubes.VMExec", "runs the command in the service's argument", ExecAsync),
        new("vm-exec-gui", "qubes.VMExecGUI", "the same, once its user is logged on", ExecAsync),
        new("vm-root-exec", "qubes.VMRootExec", "the same, as LocalSystem", RootExecAsync, Database),
        new("vm-shell", "qubes.VMShell", "runs the commands on standard input", ShellAsync),
        new("vm-root-shell", "qubes.VMRootShell", "the same, as LocalSystem", RootShellAsync, Database),
    ];

    private static Task<int> ExecAsync(VerbLine line, ProgramContext program) => Open().ExecAsync(Argument);

    private static Task<int> ShellAsync(VerbLine line, ProgramContext program) => Open().ShellAsync();

    private static async Task<int> RootExecAsync(VerbLine line, ProgramContext program)
    {
        await RequireRootAsync(line, program);
        return await ExecAsync(line, program);
    }

    private static async Task<int> RootShellAsync(VerbLine line, ProgramContext program)
    {
        await RequireRootAsync(line, program);
        return await ShellAsync(line, program);
    }

    private static async Task RequireRootAsync(VerbLine line, ProgramContext program)
    {
        await using DatabaseClient database =
            program.OpenDatabase(line.Text(Database, program.Guest.Endpoints.Database));
        await RootRule.RequireAsync(program.Settings.Current.RootServices, database, program.Time, program.Stopping);
    }

    private static string? Argument => Environment.GetEnvironmentVariable(ServiceEnvironment.ServiceArgument);

    private static RunVerbs Open() => new(
        OperatingSystem.IsWindows() ? new WindowsForegroundPrograms() : new PosixForegroundPrograms());
}
