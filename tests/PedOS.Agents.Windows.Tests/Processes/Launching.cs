using System.Text;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Tests.Child;

namespace PedOS.Agents.Windows.Tests.Processes;

/// <summary>Starts this program again as the child of a call and reads what it does.</summary>
internal static class Launching
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private static readonly Lazy<string> WindowedProgram = new(MakeWindowedProgram);

    public static WindowsProcessLauncher Launcher { get; } = new(
        () => new LauncherOptions(null, TimeSpan.FromSeconds(1)), new SessionEvents(), TimeProvider.System);

    public static LaunchRequest Child(params string[] arguments) => Plan(
        Environment.ProcessPath!, [ChildProgram.Marker, .. arguments]);

    /// <summary>
    /// The same program marked as one with windows. Under Wine the console of a program holds the program's streams as
    /// well, so an end that the program closes itself is only seen without one.
    /// </summary>
    public static LaunchRequest ChildWithoutConsole(params string[] arguments) => Plan(
        WindowedProgram.Value, [ChildProgram.Marker, .. arguments]);

    public static LaunchRequest Plan(string program, params string[] arguments) => new(
        program, arguments, null, [new("QREXEC_REMOTE_DOMAIN", "work")], "DEFAULT", true);

    public static LaunchRequest Shell(string commandLine) =>
        new(string.Empty, [], commandLine, [], "DEFAULT", true);

    public static ValueTask<ILaunchedProcess> StartAsync(LaunchRequest plan) => Launcher.StartAsync(plan, Never);

    /// <summary>Runs a program to its end without giving it any input.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(LaunchRequest plan)
    {
        using ILaunchedProcess process = await StartAsync(plan);
        process.Input.Complete();
        Task<byte[]> error = ReadAllAsync(process.Error!);
        byte[] output = await ReadAllAsync(process.Output);
        return (await process.Exited, Encoding.UTF8.GetString(output), Encoding.UTF8.GetString(await error));
    }

    public static async Task<byte[]> ReadAllAsync(IByteSource source)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        int read;
        while ((read = await source.ReadAsync(buffer, Never)) > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    public static async Task<string> ReadTextAsync(IByteSource source, int length)
    {
        byte[] buffer = new byte[length];
        int at = 0;
        while (at < length)
        {
            int read = await source.ReadAsync(buffer.AsMemory(at), Never);
            if (read == 0)
            {
                break;
            }

            at += read;
        }

        return Encoding.UTF8.GetString(buffer, 0, at);
    }

    private static string MakeWindowedProgram()
    {
        const int PeHeaderOffset = 0x3C, Subsystem = 0x5C, WindowsGui = 2;
        byte[] program = File.ReadAllBytes(Environment.ProcessPath!);
        program[BitConverter.ToInt32(program, PeHeaderOffset) + Subsystem] = WindowsGui;

        // Beside the original, where its assemblies are.
        string path = Path.ChangeExtension(Environment.ProcessPath!, ".windowed.exe");
        File.WriteAllBytes(path, program);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }
}
