using System.Diagnostics;
using System.Globalization;

namespace PedOS.Hosted.Tests;

/// <summary>
/// The real agent and the real database around a scripted dom0, in a process of their own. The module finds programs
/// that know where those are, as long as this is there.
/// </summary>
public sealed class Guest : IDisposable
{
    private const string Variable = "PEDOS_BIN";
    private const string CallListName = "calls.txt";

    private readonly string? _saved = Environment.GetEnvironmentVariable(Variable);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pg");
    private readonly Process? _process;

    public Guest()
    {
        if (HostedPowerShell.Problem.Length > 0)
        {
            return;
        }

        string agents = _saved is { Length: > 0 } named ? named : Path.Join(Workbench.Repository, "out", "bin");
        ProcessStartInfo start = new("dotnet", [Workbench.ProgramOf("pester/host")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = agents;
        _process = Process.Start(start)!;
        Dictionary<string, string> places = [];
        for (int i = 0; i < 4; i++)
        {
            string[] parts = (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("no guest"))
                .Split('=', 2);
            places[parts[0]] = parts[1];
        }

        string vchans = $"VCHAN_DOMAIN=42 VCHAN_SOCKET_DIR='{places["vchans"]}'";
        Write(
            "qrexec-client-vm",
            $"echo call >>'{_folder.FullName}/{CallListName}'\n"
            + $"{vchans} exec '{agents}/qrexec-client-vm' --agent-socket='{places["agent"]}' \"$@\"");
        Write("pedosdb", $"exec '{agents}/pedosdb' --socket='{places["database"]}' \"$@\"");

        // Nobody may come so far as to run these.
        Write("network-setup", "echo 'the network was asked for' >&2; exit 9");
        Write("pedos-rpc", "echo 'the clock was asked for' >&2; exit 9");
        Environment.SetEnvironmentVariable(Variable, _folder.FullName);
        _ = Tell("write /name büro");
    }

    /// <summary>How often the program that makes calls was started.</summary>
    internal static int Calls()
    {
        string list = Path.Join(Environment.GetEnvironmentVariable(Variable), CallListName);
        return File.Exists(list) ? File.ReadAllLines(list).Length : 0;
    }

    /// <summary>Lets the scripted dom0 do something; the commands are those of the host's program.</summary>
    public string Tell(string command)
    {
        _process!.StandardInput.WriteLine(command);
        return _process.StandardOutput.ReadLine() is { } answer && !answer.StartsWith('!')
            ? answer
            : throw new InvalidOperationException($"dom0 cannot {command}");
    }

    /// <summary>Processes of the module: programs that this process has started, by their names.</summary>
    internal static IReadOnlyList<string> Programs() =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(static folder => Path.Join(folder, "stat"))
            .Select(static file => ReadOrNothing(file))
            .Where(static stat => stat.Length > 0 && ParentOf(stat) == Environment.ProcessId)
            .Select(static stat => stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')])
            .Where(static name => name.StartsWith("qrexec-client", StringComparison.Ordinal)
                || name.StartsWith("pedosdb", StringComparison.Ordinal)),
    ];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _saved);
        if (_process is not null)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(20_000))
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It has just ended.
            return string.Empty;
        }
    }

    // "PID (NAME) STATE PARENT ..."; the name may have blanks.
    private static int ParentOf(string stat) =>
        int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);

    private void Write(string name, string script)
    {
        string file = Path.Join(_folder.FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }
}
