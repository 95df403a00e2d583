using System.Globalization;
using System.IO.Compression;
using System.Text;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Programs;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Engine.Diagnostics;

/// <summary>Writes what somebody needs who helps with a problem into one archive, without what is private.</summary>
/// <param name="machine">The machine.</param>
/// <param name="folders">Where its logs are.</param>
public sealed class DiagnosticArchive(IMachine machine, IReadOnlyList<ILogFolder> folders)
{
    // Lines of each program (arbitrary): the newest, some megabytes.
    private const int MaxLines = 20000;

    // UTF-16 units of them (arbitrary): lines have some hundred, and whoever writes them may make them longer.
    private const long MaxCharacters = 8L * 1024 * 1024;

    private const string ProfileKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string ComputerKey = @"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName";
    private const string NetworkKey = @"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";
    private const string LastLogonKey = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\LogonUI";
    private const string LogonKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";

    private static readonly string[] Never =
    [
        "names of accounts and of the machine (replaced by <user> and <machine>)",
        "addresses of the network, of adapters and of mail (replaced by <address> and <mail>)",
        "commands and arguments of services (replaced by <command> and <argument>)",
        "passwords, keys and what looks like one (replaced by <key>)",
        "the event log, memory dumps, and every file that is not named here",
    ];

    private readonly ConfigurationStore _configuration = new(machine.Registry);
    private readonly List<string> _included = [];
    private readonly List<string> _leftOut = [.. Never];

    /// <summary>Writes the archive.</summary>
    /// <param name="path">A file of this computer.</param>
    /// <param name="isReplacing">Whether something of the name is replaced.</param>
    /// <param name="cancellation">Ends it; no archive is left.</param>
    /// <exception cref="SetupException">The file cannot be written.</exception>
    public DiagnosticReport Write(string path, bool isReplacing, CancellationToken cancellation)
    {
        using NewFile file = new(path, isReplacing);
        try
        {
            using ZipArchive archive = new(file.Content, ZipArchiveMode.Create, leaveOpen: true);
            WriteAll(archive, cancellation);
        }
        catch (IOException e)
        {
            throw HostFile.Unwritable(path, e);
        }

        return new(path, file.Keep(), _included, _leftOut);
    }

    private void WriteAll(ZipArchive archive, CancellationToken cancellation)
    {
        Redactor redactor = new(Accounts(), Machines());
        Add(archive, redactor, "status.txt", Status);
        HealthReport health = new(machine, HealthAdvice.Cmdlets);
        Add(archive, redactor, "health.txt", () => health.Run().Select(static c =>
            $"{c.State}: {c.Name}: {c.Detail}{(c.Remedy.Length > 0 ? " -> " + c.Remedy : "")}"));
        Add(archive, redactor, "operations.txt", () => new MachineStatus(machine).ListOperations().Select(static o =>
            $"{o.Id} {o.Kind} {o.Phase} {o.Version} changes {o.Changes} deferred {o.Deferred} {o.Failure}"));
        Add(archive, redactor, "configuration.txt", Configuration);
        Add(archive, redactor, "services.txt", () => new AgentControl(machine).List().Select(static a =>
            $"{a.Name}: {a.State}, {a.Start?.ToString() ?? "-"}, log level {a.LogLevel}"));
        foreach (string program in AgentPrograms.All)
        {
            AddLog(archive, redactor, program, cancellation);
        }

        _included.Add("left-out.txt");
        Write(archive, "left-out.txt", _leftOut);
    }

    private void AddLog(ZipArchive archive, Redactor redactor, string program, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string name = $"logs/{program}.txt";
        try
        {
            IReadOnlyCollection<LogRecord> records =
                new LogReader(folders, new([program])).Tail(MaxLines, MaxCharacters, cancellation);
            if (records.Count > 0)
            {
                Add(archive, redactor, name, () => records.Select(record =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Line(record);
                }));
            }
            else
            {
                _leftOut.Add($"the log of {program}: there is none");
            }
        }
        catch (SetupException e)
        {
            _leftOut.Add($"{name}: {redactor.Redact(e.Message)}");
        }
    }

    private static string Line(LogRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {1} [{2}] {3}",
        record.Time,
        record.Level,
        record.ProcessId,
        record.Message);

    private static void Write(ZipArchive archive, string name, IEnumerable<string> lines)
    {
        using StreamWriter writer = new(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
        foreach (string line in lines)
        {
            writer.Write(line + "\r\n");
        }
    }

    private void Add(ZipArchive archive, Redactor redactor, string name, Func<IEnumerable<string>> read)
    {
        try
        {
            string[] lines = [.. read().Select(redactor.Redact)];
            Write(archive, name, lines);
            _included.Add(name);
        }
        catch (SetupException e)
        {
            _leftOut.Add($"{name}: {redactor.Redact(e.Message)}");
        }
    }

    private IEnumerable<string> Status()
    {
        InstallationStatus status = new MachineStatus(machine).GetInstallation();
        yield return $"machine: {status.Kind}, {status.Windows}";
        yield return $"tools: {(status.IsInstalled ? status.Version : "not installed")}";
        yield return $"components: {string.Join(", ", status.Components)}";
        yield return $"pending operation: {status.PendingOperation}";
    }

    private IEnumerable<string> Configuration() =>
        AgentPrograms.All.Concat([""]).SelectMany(program => ConfigurationCatalog.All.Select(setting =>
        {
            ConfigurationEntry entry = _configuration.Get(program, setting.Name);
            bool isPrivate = setting.Name == SettingNames.DefaultUser && entry.Source != SettingSource.Default;
            string value = isPrivate ? "<user>" : Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? "";
            string scope = program.Length == 0 ? "(all)" : program;
            return $"{scope} {entry.Name} = {value} ({entry.Source}) {entry.Problem}";
        }));

    private IEnumerable<string> Machines() =>
    [
        machine.Registry.Find(ComputerKey, "ComputerName")?.AsText() ?? "",
        machine.Registry.Find(NetworkKey, "Hostname")?.AsText() ?? "",
        machine.Kind == MachineKind.Live ? machine.Facts.Location : "",
    ];

    private IEnumerable<string> Accounts()
    {
        foreach (string name in (string[])["LastLoggedOnUser", "LastLoggedOnSAMUser", "LastLoggedOnDisplayName"])
        {
            // DOMAIN\name, or the name people call them by.
            string text = machine.Registry.Find(LastLogonKey, name)?.AsText() ?? "";
            yield return text.Substring(text.LastIndexOf('\\') + 1);
        }

        foreach (string program in AgentPrograms.All.Concat([""]))
        {
            yield return (string)_configuration.Get(program, SettingNames.DefaultUser).Value;
        }

        yield return machine.Registry.Find(LogonKey, "DefaultUserName")?.AsText() ?? "";
        foreach (string profile in machine.Registry.SubkeyNames(ProfileKey))
        {
            string folder = machine.Registry.Find(ProfileKey + "\\" + profile, "ProfileImagePath")?.AsText() ?? "";
            string name = folder.Substring(folder.LastIndexOf('\\') + 1);

            // The profiles of the system are called like things that are no person's.
            yield return folder.IndexOf(@"\Users\", StringComparison.OrdinalIgnoreCase) >= 0 ? name : "";
        }
    }
}
