using System.Threading.Channels;
using PedOS.Agents.Async;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Sessions;
using PedOS.Protocols.Database;

namespace PedOS.Agents.Presence;

/// <summary>
/// Tells dom0 what this machine is: writes the entries of <see cref="PresenceKeys"/> and has dom0 read them. Once for
/// each connection with dom0, and again when another user sits before the machine or is named in the settings; never
/// waits for a logon.
/// </summary>
/// <param name="database">The database; closed by whoever opened it.</param>
/// <param name="sessions">Who is logged on; likewise.</param>
/// <param name="describe">What is to be said with a user, or with none.</param>
/// <param name="notifyAsync">Has dom0 read the entries; gives the exit code, null when dom0 refuses.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
public sealed class PresenceReporter(
    IDatabase database,
    ISessions sessions,
    Func<string?, PresenceFacts> describe,
    Func<CancellationToken, Task<int?>> notifyAsync,
    TimeProvider time,
    ILog log)
{
    // A logon changes several things within a moment, and the database is told in pieces that it stands.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    // A database that refuses a watch would refuse the next one too.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private TaskCompletionSource _lost = NewLoss();
    private int _connections;
    private volatile bool _isConnected;
    private string? _user;
    private string? _untold;

    /// <summary>dom0 can be called from now on; from any thread, returns at once.</summary>
    public void Connected()
    {
        Volatile.Write(ref _lost, NewLoss());
        _ = Interlocked.Increment(ref _connections);
        _isConnected = true;
        Wake();
    }

    /// <summary>dom0 cannot be called any more; from any thread, returns at once.</summary>
    public void Disconnected()
    {
        _isConnected = false;
        Volatile.Read(ref _lost).TrySetResult();
    }

    /// <summary>What is to be said may have changed; from any thread, returns at once.</summary>
    public void Changed() => Wake();

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] work = [FollowDatabaseAsync(end.Token), FollowSessionsAsync(end.Token), TellAsync(end.Token)];
        try
        {
            await (await Task.WhenAny(work));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewLoss() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A call that dom0 took and then forgot, because its daemon went away, would be waited for in vain.
    private async Task<int?> NotifyAsync(CancellationToken stopping)
    {
        Task lost = Volatile.Read(ref _lost).Task;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task<int?> call = notifyAsync(end.Token);
        if (await Task.WhenAny(call, lost) == call)
        {
            return await call;
        }

        await end.CancelAsync();
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        throw new IOException("dom0 went away during the call");
    }

    private void Wake() => _ = _wake.Writer.TryWrite(true);

    // Told when the database stands, and each time it was found again. The entry is dom0's: what is written here would
    // otherwise answer itself.
    private async Task FollowDatabaseAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await foreach (string _ in database.WatchAsync("/name", stopping))
                {
                    Wake();
                }
            }
            catch (DatabaseException e)
            {
                log.Warning($"the database cannot be watched and is tried again in a while: {e.Message}");
            }

            await Task.Delay(RefusedPause, time, stopping);
        }
    }

    private async Task FollowSessionsAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                Task change = sessions.NextChange;
                Wake();
                await SomebodyAsync(change, stopping);
                await change.WaitAsync(stopping);
            }
        }
        catch (IOException e)
        {
            log.Error("logons are not told; somebody who logs on first is found by looking", e);
            await SomebodyAsync(Task.FromException(e), stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
        }
    }

    // As long as nobody is there, a logon that nobody tells would leave dom0 without a user.
    private async Task SomebodyAsync(Task change, CancellationToken stopping)
    {
        while (!change.IsCompletedSuccessfully && IsNobodyThere())
        {
            await SessionLook.NextAsync(change, SessionLook.Interval, time, stopping);
        }

        Wake();
    }

    private bool IsNobodyThere()
    {
        try
        {
            return sessions.Find(string.Empty) is null;
        }
        catch (IOException)
        {
            // A system that is still starting.
            return true;
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        Backoff backoff = new(time, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        using ITimer retry = time.CreateTimer(
            _ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        int told = 0;
        while (true)
        {
            _ = await _wake.Reader.ReadAsync(stopping);
            await Task.Delay(Settle, time, stopping);
            _ = _wake.Reader.TryRead(out _);
            if (!_isConnected)
            {
                continue;
            }

            int connection = Volatile.Read(ref _connections);
            if (await TryTellAsync(connection != told, stopping))
            {
                told = connection;
                backoff.Reset();
            }
            else
            {
                // To be said anew in any case, whatever the entries hold by then.
                told = 0;
                _ = retry.Change(backoff.Next(), Timeout.InfiniteTimeSpan);
            }
        }
    }

    // False: to be tried again later.
    private async Task<bool> TryTellAsync(bool isNewConnection, CancellationToken stopping)
    {
        try
        {
            PresenceFacts facts = Look();
            if (!await WriteAsync(facts, isNewConnection, stopping))
            {
                return true;
            }

            int? answer = await NotifyAsync(stopping);
            if (answer is null)
            {
                log.Warning($"dom0 refuses {PresenceKeys.NotifyService} and does not learn what these tools can");
                return true;
            }

            if (answer != 0)
            {
                log.Warning($"{PresenceKeys.NotifyService} failed in dom0 with {answer}; it is tried again");
                return false;
            }

            log.Info($"dom0 knows of these tools; default user: {facts.User ?? "nobody yet"}");
            return true;
        }
        catch (DatabaseException e)
        {
            log.Debug($"dom0 cannot be told what these tools can, it is tried again: {e.Message}");
            return false;
        }
        catch (Exception e) when (e is IOException or Protocols.ProtocolException)
        {
            log.Warning($"{PresenceKeys.NotifyService} could not be called; it is tried again", e);
            return false;
        }
    }

    // Somebody who has logged off is still whom programs are meant for.
    private PresenceFacts Look()
    {
        try
        {
            _user = sessions.Find(string.Empty) ?? _user;
        }
        catch (IOException e)
        {
            log.Debug($"who is logged on is not known yet: {e.Message}");
        }

        PresenceFacts facts = describe(_user);
        if (facts.User is { } user && !PresenceFacts.IsTaken(user) && user != _untold)
        {
            log.Warning($"dom0 takes letters and digits of ASCII only and is not told of the default user {user}");
            _untold = user;
        }

        return facts;
    }

    // False: dom0 knows all this.
    private async Task<bool> WriteAsync(PresenceFacts facts, bool isNewConnection, CancellationToken stopping)
    {
        IReadOnlyList<DatabaseEntry> entries = facts.ToEntries();
        bool changed = isNewConnection;
        foreach (DatabaseEntry entry in entries)
        {
            byte[]? present = await database.ReadAsync(entry.Path, stopping);
            if (isNewConnection || present is null || !present.AsSpan().SequenceEqual(entry.Value))
            {
                changed = true;
                await database.WriteAsync(entry.Path, entry.Value, stopping);
            }
        }

        if (entries.All(entry => entry.Path != PresenceKeys.DefaultUser))
        {
            // One that was told before must not be taken for the present one.
            changed |= await database.RemoveAsync(PresenceKeys.DefaultUser, stopping);
        }

        return changed;
    }
}
