using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Sessions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>One call of CreateProcess or CreateProcessAsUser.</summary>
internal sealed unsafe class ProcessStart
{
    private const string InteractiveDesktop = @"winsta0\default";

    /// <summary>The program's name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Executable, arguments, already quoted.</summary>
    public required WindowsInvocation Invocation { get; init; }

    /// <summary>Whose it is.</summary>
    public required LaunchAccount Account { get; init; }

    /// <summary>As <see cref="EnvironmentBlock"/> builds it; null for ours.</summary>
    public required string? Environment { get; init; }

    /// <summary>Current directory; null for ours.</summary>
    public required string? Directory { get; init; }

    /// <summary>Whether it has a console, which nobody sees; console programs expect one.</summary>
    public bool HasConsole { get; init; } = true;

    /// <summary>Whether that is ours.</summary>
    public bool SharesConsole { get; init; }

    /// <summary>
    /// Starts the process with three standard handles and no other of ours. It is in no job: one may not reach over
    /// sessions (documentation of AssignProcessToJobObject), and its user's session is another than ours.
    /// </summary>
    /// <returns>The process and its id.</returns>
    /// <exception cref="LaunchException">127: there is no such program. 125: anything else.</exception>
    /// <exception cref="IOException">The system refused something around it.</exception>
    public (SafeProcessHandle Process, int Id) Run(SafeFileHandle input, SafeFileHandle output, SafeFileHandle error)
    {
        nint[] standard = [input.DangerousGetHandle(), output.DangerousGetHandle(), error.DangerousGetHandle()];
        using InheritedHandles inherited = new(standard.Distinct().ToArray());
        Kernel32.ProcessInformation made = Create(standard, inherited);
        GC.KeepAlive(input);
        GC.KeepAlive(output);
        GC.KeepAlive(error);
        _ = Kernel32.CloseHandle(made.Thread);
        return (new SafeProcessHandle(made.Process, true), made.ProcessId);
    }

    private Kernel32.ProcessInformation Create(nint[] standard, InheritedHandles inherited)
    {
        // Windows writes into the command line while it looks for the program, so it gets a copy.
        char[] commandLine = [.. Invocation.CommandLine, '\0'];
        uint flags = Kernel32.CREATE_UNICODE_ENVIRONMENT | Kernel32.EXTENDED_STARTUPINFO_PRESENT
            | Kernel32.CREATE_DEFAULT_ERROR_MODE
            | (SharesConsole ? 0 : HasConsole ? Kernel32.CREATE_NO_WINDOW : Kernel32.DETACHED_PROCESS);
        Kernel32.ProcessInformation made;
        bool created;
        fixed (char* application = Invocation.Application, line = commandLine, environment = Environment)
        fixed (char* directory = Directory, desktop = InteractiveDesktop)
        {
            Kernel32.StartupInfoEx startup = new()
            {
                Size = (uint)sizeof(Kernel32.StartupInfoEx),
                Flags = Kernel32.STARTF_USESTDHANDLES,
                StandardInput = standard[0],
                StandardOutput = standard[1],
                StandardError = standard[2],
                Attributes = inherited.Attributes,

                // Another user's program cannot use the desktop of the services, which it would inherit otherwise.
                Desktop = Account.OnDesktop ? desktop : null,
            };
            created = Account.Token is null
                ? Kernel32.CreateProcess(application, line, 0, 0, 1, flags, environment, directory, &startup, &made)
                : Advapi32.CreateProcessAsUser(
                    Account.Token, application, line, 0, 0, 1, flags, environment, directory, &startup, &made);
        }

        return created ? made : throw Failed(Marshal.GetLastPInvokeError());
    }

    private LaunchException Failed(int error)
    {
        Win32Exception system = new(error);
        bool absent = error is Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND;
        return new LaunchException(
            absent ? QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND : QrexecAbi.QREXEC_EXIT_PROBLEM,
            $"{Name} cannot be started: {system.Message} (error {error})",
            system);
    }
}
