using System.Net;
using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Windows.Qrexec;

/// <summary>
/// Services as Windows machines have them: definition files in <c>qubes-rpc</c>, their handlers in
/// <c>qubes-rpc-services</c> beside it, settings in <c>rpc-config</c>, all below the directory of the installation.
/// </summary>
public sealed class WindowsServiceCatalog : IServiceCatalog
{
    /// <summary>
    /// Environment variable: directories of definitions instead of the usual one, separated by semicolons.
    /// </summary>
    public const string ServicePathVariable = "QREXEC_SERVICE_PATH";

    /// <summary>
    /// Environment variable: directories of settings instead of the usual one, separated by semicolons.
    /// </summary>
    public const string SettingsPathVariable = "QUBES_RPC_CONFIG_PATH";

    private const string ServicesDirectory = "qubes-rpc";
    private const string HandlersDirectory = "qubes-rpc-services";
    private const string SettingsDirectory = "rpc-config";
    private const string ProgramsDirectory = "bin";

    private readonly string? _servicePath;
    private readonly ServiceNameLookup _services;
    private readonly ServiceNameLookup _settings;
    private readonly HandlerPath _handlers;
    private readonly ILog _log;

    /// <summary>Creates the catalog.</summary>
    /// <param name="servicePath">Directories of definitions; null for the usual one.</param>
    /// <param name="settingsPath">Directories of settings; null for the usual one.</param>
    /// <param name="installDirectory">Directory of the installation.</param>
    /// <param name="log">Log.</param>
    public WindowsServiceCatalog(string? servicePath, string? settingsPath, string installDirectory, ILog log)
    {
        string[] services = Split(servicePath) ?? [Path.Combine(installDirectory, ServicesDirectory)];
        _servicePath = servicePath;
        _services = new ServiceNameLookup(services);
        _settings = new ServiceNameLookup(Split(settingsPath) ?? [Path.Combine(installDirectory, SettingsDirectory)]);
        _handlers = new HandlerPath(
            [
                .. services.Select(directory => Path.GetFullPath(Path.Combine(directory, "..", HandlersDirectory))),
                Path.Combine(installDirectory, HandlersDirectory),

                // Programs of the product itself are handlers too; nothing but an installation has them in a folder.
                Path.Combine(installDirectory, ProgramsDirectory),
                installDirectory,
            ],
            Environment.SystemDirectory);
        _log = log;
    }

    /// <summary>
    /// The catalog of the installation that this program belongs to, or of the directories that the environment names.
    /// </summary>
    /// <param name="log">Log.</param>
    public static WindowsServiceCatalog Open(ILog log) => new(
        Environment.GetEnvironmentVariable(ServicePathVariable),
        Environment.GetEnvironmentVariable(SettingsPathVariable),
        InstallationOf(AppContext.BaseDirectory),
        log);

    /// <summary>Directory of the installation that a program belongs to.</summary>
    /// <param name="program">Directory of the program: <c>bin</c> of the installation, or all of it.</param>
    public static string InstallationOf(string program)
    {
        string directory = Path.TrimEndingDirectorySeparator(program);
        return Path.GetFileName(directory).Equals(ProgramsDirectory, StringComparison.OrdinalIgnoreCase)
            ? Path.GetDirectoryName(directory) ?? directory
            : directory;
    }

    /// <inheritdoc/>
    public ServiceSettings ReadSettings(ServiceCall call)
    {
        string? path = _settings.Find(call);
        if (path is null)
        {
            return ServiceSettings.Default;
        }

        try
        {
            ServiceSettings settings = ServiceSettingsReader.Read(
                UserTextFile.ReadUtf8(path, ServiceSettingsReader.MaxFileSize), out IReadOnlyList<string> unknown);
            foreach (string key in unknown)
            {
                _log.Warning($"{path}: unknown setting {key} is ignored");
            }

            return settings;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Refused($"{path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public CallPlan Plan(QrexecCommand command, ServiceSettings settings)
    {
        ServiceCall call = command.Service ?? throw new ArgumentException("not a service call", nameof(command));
        string path = _services.Find(call) ?? throw new ServiceException(
            QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND, $"there is no service {call.Name}");
        ServiceDefinition definition = ReadDefinition(path);
        if (definition.IsTcp)
        {
            return new SocketPlan(
                Address(definition, call),
                true,
                settings.SkipServiceDescriptor ? string.Empty : command.Text + "\0",
                settings.ExitOnClientEof,
                settings.ExitOnServiceEof);
        }

        return call.IsRunnable
            ? Run(
                path,
                definition,
                call.Argument,
                ServiceEnvironment.For(call, _servicePath),
                settings.ForceUser ?? command.User,
                !command.NoGui)
            : throw Refused($"the call of {call.Name} has neither 2 nor 4 words");
    }

    /// <summary>
    /// Says how a shell command is run: like the original, as a literal command line for CreateProcess and without a
    /// shell.
    /// </summary>
    public ProcessPlan PlanShell(QrexecCommand command) =>
        new(string.Empty, [], command.Text, [], command.User, !command.NoGui);

    /// <inheritdoc/>
    public ProcessPlan? PlanHelper(string name, string source)
    {
        string? path = _services.Find(name);
        ServiceDefinition? definition = path is null ? null : ReadDefinition(path);
        return definition is null or { IsTcp: true }
            ? null
            : Run(
                path!,
                definition,
                null,
                ServiceEnvironment.ForHelper(source, _servicePath),
                ReadSettings(ServiceCall.Of(name, source)).ForceUser ?? SessionChoice.NameOf(TokenAccount.Own),
                false);
    }

    private static string[]? Split(string? path) => path?.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static ServiceException Refused(string why, Exception? inner = null) =>
        new(QrexecAbi.QREXEC_EXIT_PROBLEM, why, inner);

    private static ServiceDefinition ReadDefinition(string path)
    {
        try
        {
            return ServiceDefinition.Read(UserTextFile.ReadUtf8(path, ServiceDefinition.MaxFileSize));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Refused($"{path}: {e.Message}", e);
        }
    }

    private static string Address(ServiceDefinition definition, ServiceCall call)
    {
        IPEndPoint? endpoint = TcpServiceAddress.TryResolve(definition.Line, call.Argument, out string problem);
        return endpoint is not null
            ? SocketEndpoint.Format(endpoint)
            : throw Refused($"service {call.Name} at {definition.Line}: {problem}");
    }

    // A remote machine chooses the argument. It must not become a parameter of a script, nor be read by a shell again.
    private static void CheckArgument(string path, string program, ServiceDefinition definition, string? argument)
    {
        if (!definition.TakesArgument)
        {
            return;
        }

        bool isScript = program.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
        bool isScriptOfPowerShell = HandlerPath.IsPowerShell(program)
            && WindowsCommandLine.Split(definition.RawArguments).Contains("-File", StringComparer.OrdinalIgnoreCase);
        if (HandlerPath.IsCmd(program) || (HandlerPath.IsPowerShell(program) && !isScriptOfPowerShell))
        {
            throw Refused($"{path}: {Path.GetFileName(program)} would read the argument, %1, as commands");
        }

        // PowerShell takes a word with any of these dashes first for the name of a parameter.
        if ((isScript || isScriptOfPowerShell) && argument is ['-' or '\u2013' or '\u2014' or '\u2015', ..])
        {
            throw Refused($"{path}: the argument begins with a dash, which a PowerShell script takes for a parameter");
        }
    }

    private ProcessPlan Run(
        string path,
        ServiceDefinition definition,
        string? argument,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        string user,
        bool interactive)
    {
        string program = _handlers.Resolve(definition.Handler);
        CheckArgument(path, program, definition, argument);

        // cmd.exe gets its line as the definition has it: any quoting of ours would mean something else to it.
        string? literal = HandlerPath.IsCmd(program) ? $"\"{program}\" {definition.RawArguments}" : null;
        return new ProcessPlan(
            program, literal is null ? definition.Arguments(argument) : [], literal, environment, user, interactive);
    }
}
