using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Security;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>Turns the user of a request into an account that programs can be started as.</summary>
/// <remarks>
/// LocalSystem is used only when the request asks for it by name, never because somebody else was not there. A process
/// that is not LocalSystem itself, as in development, starts programs as its own account and refuses every other.
/// </remarks>
/// <param name="directory">Who is logged on.</param>
/// <param name="events">When that changes.</param>
/// <param name="own">The account of this process.</param>
/// <param name="machine">Name of this machine.</param>
/// <param name="defaultUser">What DEFAULT stands for; null or empty for whoever sits before the machine.</param>
/// <param name="logonTimeout">How long a user is waited for.</param>
/// <param name="clock">Time.</param>
internal sealed class LaunchAccounts(
    ISessionDirectory directory, ISessionEvents events, TokenAccount own, string machine, string? defaultUser,
    TimeSpan logonTimeout, TimeProvider clock)
{
    // The caller owns the result; the rule does not see that through the task.
#pragma warning disable CA2000
    /// <summary>Finds the account of a request, waiting for its user to log on if need be.</summary>
    /// <exception cref="LaunchException">125: not logged on in time, or not ours to start as.</exception>
    /// <exception cref="IOException">The system does not tell who sits before the machine.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async ValueTask<LaunchAccount> ForAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        if (!own.IsLocalSystem)
        {
            return ForOwn(request.User);
        }

        if (SessionChoice.IsSystem(request.User))
        {
            return ForSystem(request.Interactive);
        }

        if (Open(request.User) is { } present)
        {
            return present;
        }

        long started = clock.GetTimestamp();
        while (true)
        {
            Task change = events.NextChange;
            if (Open(request.User) is { } account)
            {
                return account;
            }

            TimeSpan left = logonTimeout - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw Refused(
                    $"{Name(request.User)} is not logged on and was waited for {logonTimeout.TotalSeconds:0} s");
            }

            await SessionLook.NextAsync(change, left, clock, cancellationToken);
        }
    }

#pragma warning restore CA2000

    private static LaunchException Refused(string message) => new(QrexecAbi.QREXEC_EXIT_PROBLEM, message);

    private LaunchAccount ForOwn(string user)
    {
        string wanted = user == SessionChoice.Default && !string.IsNullOrEmpty(defaultUser) ? defaultUser : user;
        bool isOwn = wanted == SessionChoice.Default
            || (!SessionChoice.IsSystem(wanted) && SessionChoice.Matches(wanted, machine, own.Name, own.Domain));
        return isOwn
            ? new LaunchAccount { OnDesktop = true }
            : throw Refused($"programs of {Name(user)} can only be started by LocalSystem, this process is {own.Name}");
    }

    private LaunchAccount ForSystem(bool interactive)
    {
        // Windows of LocalSystem are shown to whoever sits before the machine, if anybody does.
        UserSession? session = interactive
            ? SessionChoice.Find(SessionChoice.Default, null, machine, directory.Sessions)
            : null;
        return session is null
            ? new LaunchAccount { OnDesktop = false }
            : new LaunchAccount { Token = ProcessToken.CopyForSession(session.Id), OnDesktop = true };
    }

    private LaunchAccount? Open(string user)
    {
        try
        {
            UserSession? session = SessionChoice.Find(user, defaultUser, machine, directory.Sessions);
            if (session is null)
            {
                return null;
            }

            SessionToken token = directory.OpenToken(session.Id);
            if (IsOf(token, session))
            {
                return new LaunchAccount { Token = token.Handle, OnDesktop = true };
            }

            token.Handle.Dispose();
            return null;
        }
        catch (IOException)
        {
            // Services are still starting, or the user has just left: both are "not logged on", and a change will tell.
            return null;
        }
    }

    // Between the choice and the token the session may have become another user's: a number is given again. Where the
    // system finds no SID for the name that the session has, the names have to do.
    private bool IsOf(SessionToken token, UserSession session) => directory.FindSid(session) is { } sid
        ? sid == token.Account.Sid
        : SessionChoice.IsAccount(session, token.Account);

    private string Name(string user) => user != SessionChoice.Default
        ? $"the user {user}"
        : string.IsNullOrEmpty(defaultUser) ? "the default user, whoever that is," : $"the default user {defaultUser}";
}
