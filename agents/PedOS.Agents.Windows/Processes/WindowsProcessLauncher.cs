using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Starts programs on Windows: as their user, in that user's session, with three handles.
/// </summary>
public sealed class WindowsProcessLauncher : IProcessLauncher
{
    private readonly Func<LaunchAccounts> _accounts;

    /// <summary>Creates a launcher for the sessions of this machine.</summary>
    /// <param name="options">What the settings say now; asked for each call, they may change meanwhile.</param>
    /// <param name="events">Tells when somebody logs on.</param>
    /// <param name="clock">Time.</param>
    public WindowsProcessLauncher(Func<LauncherOptions> options, ISessionEvents events, TimeProvider clock)
    {
        WtsSessionDirectory sessions = new();
        _accounts = () =>
        {
            LauncherOptions now = options();
            return new LaunchAccounts(
                sessions, events, TokenAccount.Own, Environment.MachineName, now.DefaultUser, now.LogonTimeout, clock);
        };
    }

    internal WindowsProcessLauncher(LaunchAccounts accounts) => _accounts = () => accounts;

    /// <inheritdoc/>
    public async ValueTask<ILaunchedProcess> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        using LaunchAccount account = await AccountAsync(request, cancellationToken);
        try
        {
            return Start(request, account);
        }
        catch (IOException failure)
        {
            throw Failed(request, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> StartDetachedAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        using LaunchAccount account = await AccountAsync(request, cancellationToken);
        try
        {
            using SafeFileHandle nothing = NullDevice.OpenInheritable();
            (SafeProcessHandle process, int id) = Prepare(request, account).Run(nothing, nothing, nothing);
            process.Dispose();
            return id;
        }
        catch (IOException failure)
        {
            throw Failed(request, failure);
        }
    }

    private async ValueTask<LaunchAccount> AccountAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _accounts().ForAsync(request, cancellationToken);
        }
        catch (IOException failure)
        {
            throw Failed(request, failure);
        }
    }

    private static WindowsProcess Start(LaunchRequest request, LaunchAccount account)
    {
        ProcessStart start = Prepare(request, account);
        List<IDisposable> made = [];
        try
        {
            ChildPipe input = Keep(made, ChildPipe.Create(childReads: true));
            ChildPipe output = Keep(made, ChildPipe.Create(childReads: false));
            ChildPipe error = Keep(made, ChildPipe.Create(childReads: false));
            (SafeProcessHandle process, int id) = start.Run(input.Far, output.Far, error.Far);

            // Only the program may hold the far ends now, or the end of its streams would never be seen.
            input.Far.Dispose();
            output.Far.Dispose();
            error.Far.Dispose();
            made.Clear();
            return new WindowsProcess(id, process, input, output, error);
        }
        finally
        {
            made.ForEach(static one => one.Dispose());
        }
    }

    private static T Keep<T>(List<IDisposable> made, T one)
        where T : IDisposable
    {
        made.Add(one);
        return one;
    }

    private static ProcessStart Prepare(LaunchRequest request, LaunchAccount account) => new()
    {
        Name = request.Name,
        Invocation = WindowsInvocation.For(request, Environment.SystemDirectory),
        Account = account,
        Environment = EnvironmentBlock.Build(account, request.Environment),
        Directory = HomeDirectory.Of(account),
    };

    private static LaunchException Failed(LaunchRequest request, IOException failure) => new(
        QrexecAbi.QREXEC_EXIT_PROBLEM,
        $"{request.Name} cannot be started for the user \"{request.User}\": {failure.Message}",
        failure);
}
