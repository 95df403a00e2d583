using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// The program that a caller runs at its own end of a call: in its own identity and environment, its standard input and
/// output connected to the call. It finds the caller's own streams under the numbers in SAVED_FD_0, SAVED_FD_1 and,
/// when PASS_LOCAL_STDERR is set, SAVED_FD_2.
/// </summary>
public static class PosixLocalProgram
{
    private const string PassError = "PASS_LOCAL_STDERR";

    // Above anything that a program gets by number.
    private const int OutOfTheWay = 64;

    // A process starts one; kept until its end: whatever the program left behind may still send the signal, which would
    // end this process.
    private static PosixSignalRegistration? _switchSignal;

    /// <summary>Starts a program.</summary>
    /// <param name="arguments">Its path, then its arguments.</param>
    /// <exception cref="LaunchException">It could not be started.</exception>
    public static ILaunchedProcess Start(IReadOnlyList<string> arguments)
    {
        using DescriptorPairs pairs = new();
        try
        {
            (int nearInput, int farInput) = pairs.Socket();
            (int nearOutput, int farOutput) = pairs.Socket();
            int[] saved = Save();
            Dictionary<string, string> variables = InheritedVariables.Copy();
            for (int i = 0; i < saved.Length; i++)
            {
                variables[$"SAVED_FD_{i}"] = (Spawn.FirstExtra + i).ToString(CultureInfo.InvariantCulture);
            }

            variables[ServiceEnvironment.AgentProcessId] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            string[] environment = InheritedVariables.Format(variables);
            string[] argv = [Path.GetFileName(arguments[0]), .. arguments.Skip(1)];
            SpawnOptions options = new(arguments[0], argv, environment)
            {
                Input = farInput,
                Output = farOutput,
                Extra = saved,
            };
            TaskCompletionSource<PosixProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

            // Registered before there is anybody to send it: unregistered, it would end this process.
            _switchSignal = OnSwitch(started.Task);
            int errno = Spawn.Start(options, out int pid);
            foreach (int descriptor in saved)
            {
                _ = Libc.close(descriptor);
            }

            if (errno != 0)
            {
                _switchSignal.Dispose();
                throw new Win32Exception(errno);
            }

            PosixProcess process = new(
                pid,
                ChildReaper.Shared.Watch(pid),
                new SocketStream(pairs.Release(nearInput)),
                new SocketStream(pairs.Release(nearOutput)),
                null);
            started.SetResult(process);
            return process;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"cannot start {arguments[0]}: {e.Message}", e);
        }
    }

    private static PosixSignalRegistration OnSwitch(Task<PosixProcess> started) => PosixSignalRegistration.Create(
        (PosixSignal)Libc.SIGUSR1,
        context =>
        {
            context.Cancel = true;
            _ = started.ContinueWith(
                task => task.Result.SwitchOutput(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
        });

    private static int[] Save()
    {
        int[] saved = new int[Environment.GetEnvironmentVariable(PassError) is null ? 2 : 3];
        for (int i = 0; i < saved.Length; i++)
        {
            saved[i] = Libc.fcntl(i, Libc.F_DUPFD_CLOEXEC, OutOfTheWay);
        }

        return saved;
    }
}
