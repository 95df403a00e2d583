using System.ComponentModel;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Posix.Processes;

/// <summary>Starts programs on Linux: as our own user, or as another when we are root.</summary>
public sealed class PosixProcessLauncher : IProcessLauncher
{
    private const string SwitchUser = "/sbin/runuser";

    private readonly string _ownUser = Environment.UserName;
    private readonly Dictionary<string, string> _inherited = InheritedVariables.Copy();
    private readonly SwitchSignal? _switchSignal;

    /// <summary>Creates the launcher.</summary>
    /// <param name="switchSignal">Source of requests to answer on the input socket; null when they are not
    /// served.</param>
    public PosixProcessLauncher(SwitchSignal? switchSignal) => _switchSignal = switchSignal;

    /// <inheritdoc/>
    public ValueTask<ILaunchedProcess> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        CheckRoom(request);
        using DescriptorPairs pairs = new();
        _switchSignal?.BeginStart();
        try
        {
            (int nearInput, int farInput) = pairs.Socket();
            (int nearOutput, int farOutput) = pairs.Socket();
            (int nearError, int farError) = pairs.Pipe();
            int pid = Spawn(request, farInput, farOutput, farError);
            PosixProcess process = new(
                pid,
                ChildReaper.Shared.Watch(pid),
                new SocketStream(pairs.Release(nearInput)),
                new SocketStream(pairs.Release(nearOutput)),
                new SocketStream(pairs.Release(nearError)));
            _switchSignal?.Watch(process);
            return ValueTask.FromResult<ILaunchedProcess>(process);
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"no descriptors for {request.Name}: {e.Message}", e);
        }
        finally
        {
            _switchSignal?.EndStart();
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> StartDetachedAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        CheckRoom(request);
        using Microsoft.Win32.SafeHandles.SafeFileHandle nothing =
            File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = nothing.DangerousGetHandle().ToInt32();
        int pid = Spawn(request, descriptor, descriptor, descriptor);
        _ = ChildReaper.Shared.Watch(pid);
        return ValueTask.FromResult(pid);
    }

    // Before anything is opened for it: what is left then is for telling others that there is none.
    private static void CheckRoom(LaunchRequest request)
    {
        if (DescriptorLimit.Shortage() is { } shortage)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"cannot start {request.Name}: {shortage}");
        }
    }

    private int Spawn(LaunchRequest request, int input, int output, int error)
    {
        List<string> arguments = [request.Program, .. request.Arguments];
        string program = request.Program;
        if (!request.User.Equals(_ownUser, StringComparison.Ordinal))
        {
            CheckUser(request.User);
            arguments.InsertRange(0, [SwitchUser, "-u", request.User, "--"]);
            program = SwitchUser;
        }

        Dictionary<string, string> variables = ServiceEnvironment.Compose(
            _inherited, request.Environment, Environment.ProcessId, StringComparer.Ordinal);
        SpawnOptions options = new(program, arguments, InheritedVariables.Format(variables))
        {
            Input = input,
            Output = output,
            Error = error,
            NewSession = true,

            // The shell that started us in the background made us ignore Ctrl-C; that is none of a service's business.
            DefaultSignals = true,
        };
        int errno = Native.Spawn.Start(options, out int pid);
        return errno == 0 ? pid : throw new LaunchException(
            errno == Libc.ENOENT ? QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND : QrexecAbi.QREXEC_EXIT_PROBLEM,
            $"cannot start {request.Name}: {new Win32Exception(errno).Message}");
    }

    private void CheckUser(string user)
    {
        if (Libc.geteuid() != 0)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM,
                $"the call is for the user \"{user}\", but these programs run as {_ownUser}; only root can change "
                + "users");
        }

        if (Libc.getpwnam(user) == 0)
        {
            throw new LaunchException(QrexecAbi.QREXEC_EXIT_PROBLEM, $"there is no user \"{user}\" on this machine");
        }
    }
}
