using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Posix.Qrexec;

/// <summary>
/// Services as Linux machines have them: executables, Unix sockets and links to <c>/dev/tcp</c> in a few directories.
/// </summary>
public sealed class PosixServiceCatalog : IServiceCatalog
{
    /// <summary>Environment variable: directories of services, separated by colons.</summary>
    public const string ServicePathVariable = "QREXEC_SERVICE_PATH";

    /// <summary>Environment variable: directories of settings, separated by colons.</summary>
    public const string SettingsPathVariable = "QUBES_RPC_CONFIG_PATH";

    private const string DefaultServicePath = "/run/qubes-rpc:/usr/local/etc/qubes-rpc:/etc/qubes-rpc";
    private const string DefaultSettingsPath =
        "/run/qubes/rpc-config:/usr/local/etc/qubes/rpc-config:/etc/qubes/rpc-config";

    private readonly string? _servicePath;
    private readonly FileSearch _services;
    private readonly FileSearch _settings;
    private readonly ILog _log;

    /// <summary>Creates the catalog.</summary>
    /// <param name="servicePath">Directories of services; null for the usual ones.</param>
    /// <param name="settingsPath">Directories of settings; null for the usual ones.</param>
    /// <param name="log">Log.</param>
    public PosixServiceCatalog(string? servicePath, string? settingsPath, ILog log)
    {
        _servicePath = servicePath;
        _services = new FileSearch(Split(servicePath ?? DefaultServicePath));
        _settings = new FileSearch(Split(settingsPath ?? DefaultSettingsPath));
        _log = log;
    }

    /// <summary>The catalog of the directories that the environment names, else of the usual ones.</summary>
    /// <param name="log">Log.</param>
    public static PosixServiceCatalog Open(ILog log) => new(
        Environment.GetEnvironmentVariable(ServicePathVariable),
        Environment.GetEnvironmentVariable(SettingsPathVariable),
        log);

    /// <inheritdoc/>
    public ServiceSettings ReadSettings(ServiceCall call)
    {
        FoundFile? file = _settings.Find(call);
        if (file is null)
        {
            return ServiceSettings.Default;
        }

        try
        {
            ServiceSettings settings = ServiceSettingsReader.Read(
                UserTextFile.ReadUtf8(file.Path, ServiceSettingsReader.MaxFileSize), out IReadOnlyList<string> unknown);
            foreach (string key in unknown)
            {
                _log.Warning($"{file.Path}: unknown setting {key} is ignored");
            }

            return settings;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(QrexecAbi.QREXEC_EXIT_PROBLEM, $"{file.Path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public CallPlan Plan(QrexecCommand command, ServiceSettings settings)
    {
        ServiceCall call = command.Service ?? throw new ArgumentException("not a service call", nameof(command));
        FoundFile file = _services.Find(call) ?? throw new ServiceException(
            QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND, $"there is no service {call.Name}");
        if (file.IsSocket || file.IsTcp)
        {
            return new SocketPlan(
                file.IsTcp ? Address(file.Path, call) : file.Path,
                file.IsTcp,
                settings.SkipServiceDescriptor ? string.Empty : command.Text + "\0",
                settings.ExitOnClientEof,
                settings.ExitOnServiceEof);
        }

        if (!FileStatus.IsExecutable(file.Path))
        {
            throw new ServiceException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"service file {file.Path} is neither executable nor a socket");
        }

        if (!call.IsRunnable)
        {
            throw new ServiceException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"the call of {call.Name} has neither 2 nor 4 words");
        }

        return Run(
            file.Path,
            string.IsNullOrEmpty(call.Argument) ? [] : [call.Argument],
            ServiceEnvironment.For(call, _servicePath),
            settings.ForceUser ?? command.User,
            !command.NoGui);
    }

    /// <inheritdoc/>
    public ProcessPlan PlanShell(QrexecCommand command) =>
        Run("/bin/sh", ["-c", command.Text], [], command.User, !command.NoGui);

    /// <inheritdoc/>
    public ProcessPlan? PlanHelper(string name, string source)
    {
        FoundFile? file = _services.Find(name);
        return file is null or { IsSocket: true } or { IsTcp: true }
            ? null
            : Run(
                file.Path,
                [],
                ServiceEnvironment.ForHelper(source, _servicePath),
                ReadSettings(ServiceCall.Of(name, source)).ForceUser ?? Environment.UserName,
                interactive: false);
    }

    private static string[] Split(string path) => path.Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static string Address(string target, ServiceCall call)
    {
        System.Net.IPEndPoint? endpoint = TcpServiceAddress.TryResolve(target, call.Argument, out string problem);
        return endpoint is not null ? SocketEndpoint.Format(endpoint) : throw new ServiceException(
            QrexecAbi.QREXEC_EXIT_PROBLEM, $"service {call.Name} at {target}: {problem}");
    }

    private static ProcessPlan Run(
        string program,
        string[] arguments,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        string user,
        bool interactive) => new(program, arguments, null, environment, user, interactive);
}
