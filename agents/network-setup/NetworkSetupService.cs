using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>
/// Keeps the network as dom0 wants it: each time the database, an adapter or the machine's network changes, and after
/// the machine slept.
/// </summary>
internal sealed class NetworkSetupService
{
    // After a failure, and after our settings were undone again and again.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // Corrections in a row that are made at once, and attempts that fail (arbitrary). The system tells of our own
    // changes, too: an attempt that fails and undoes what it did is the cause of the next one.
    private const int FreeCorrections = 5;
    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(10);

    private readonly SettingsSource _source;
    private readonly INetworkPort _port;
    private readonly NetworkApplier _applier;
    private readonly TimeProvider _time;
    private readonly ILog _log;
    private readonly SettleTrigger _trigger;
    private readonly Dictionary<MacAddress, AdapterReport> _said = [];
    private HashSet<long> _present = [];
    private NetworkSettings? _settings;
    private string _refused = string.Empty;
    private TimeSpan _pause = FirstPause;
    private bool _isUnread = true;
    private bool _isRetryComing;
    private int _corrections;
    private long _lastCorrection;

    /// <summary>Creates the service.</summary>
    /// <param name="database">The database; closed by whoever opened it.</param>
    /// <param name="port">The machine's network.</param>
    /// <param name="store">What was before.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Log.</param>
    public NetworkSetupService(IDatabase database, INetworkPort port, StateStore store, TimeProvider time, ILog log)
    {
        _source = new SettingsSource(database);
        _port = port;
        _applier = new NetworkApplier(port, store);
        _time = time;
        _log = log;
        _trigger = new SettleTrigger(time);
    }

    /// <summary>Looks at everything again: the machine woke up, or somebody asked.</summary>
    public void Refresh() => _trigger.RequestRead();

    /// <summary>Works until told to stop. The network stays as it is then.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task watching = _source.WatchAsync(_trigger.RequestRead, end.Token);
        Task working = WorkAsync(end.Token);
        try
        {
            // Neither ends before it is told to; if one does, it threw, and the other must not go on alone.
            await (await Task.WhenAny(watching, working));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            _log.Info("stopping; the network stays as it is");
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(watching, working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await using IAsyncDisposable watch = _port.Watch(_trigger.Request);
        using ITimer retry = _time.CreateTimer(
            _ => _trigger.RequestRead(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            bool isRead = await _trigger.WaitAsync(stopping);
            if (isRead || _isUnread)
            {
                await ReadAsync(stopping);
            }

            if (_settings is not null)
            {
                _isRetryComing &= !isRead;
                Arm(retry, Apply(_settings, isRead));
            }
        }
    }

    // A retry that is coming stays where it is, and its pause counts once, however often something happens until then.
    private void Arm(ITimer retry, bool isGood)
    {
        if (isGood && _isRetryComing)
        {
            _ = retry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        else if (!isGood && !_isRetryComing)
        {
            _ = retry.Change(_pause, Timeout.InfiniteTimeSpan);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }

        _isRetryComing = !isGood;
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        NetworkSettings? settings;
        string problem;
        try
        {
            (settings, problem) = await _source.ReadAsync(stopping);
        }
        catch (DatabaseException e)
        {
            // The watches report when it is back.
            _isUnread = true;
            _log.Debug($"the database cannot be read, the network stays as it is: {e.Message}");
            return;
        }

        _isUnread = false;
        if (settings is null)
        {
            if (problem != _refused)
            {
                string kept = _settings is null ? "the network is left as it is" : "the last good settings are kept";
                _log.Error($"the network's settings are refused: {problem}; {kept}; correct it in dom0");
            }
        }
        else if (!settings.Equals(_settings))
        {
            string wanted = settings.Adapters.Count > 0
                ? string.Join("; ", settings.Adapters)
                : "no network: dom0 gives this machine no address";
            string manual = settings.Manual.Count > 0
                ? $"; by hand: {string.Join(", ", settings.Manual)}"
                : string.Empty;
            _log.Info($"dom0 wants {wanted}{manual}");
            (_settings, _pause) = (settings, FirstPause);
        }

        _refused = problem;
    }

    // False: to be tried again later.
    private bool Apply(NetworkSettings settings, bool isRead)
    {
        bool isNew = HaveAdaptersChanged() || isRead;
        bool isCalm = !isNew && _time.GetElapsedTime(_lastCorrection) >= CalmAfter;
        _corrections = isCalm ? 0 : _corrections;
        if (!isNew && _corrections >= FreeCorrections)
        {
            // What we set is changed, or refused, as often as we set it: not at every turn any more.
            return false;
        }

        long began = _time.GetTimestamp();
        IReadOnlyList<AdapterReport> reports;
        try
        {
            reports = _applier.Apply(settings);
        }
        catch (NetworkPortException e)
        {
            _log.Error($"the network cannot be set and is tried again: {e.Message}");
            return false;
        }

        foreach (AdapterReport report in reports)
        {
            Say(report, _time.GetElapsedTime(began));
        }

        bool isGood = reports.All(r => r.Outcome != AdapterOutcome.Failed);
        if (!isGood || (!isNew && reports.Any(r => r.Outcome == AdapterOutcome.Changed)))
        {
            _lastCorrection = _time.GetTimestamp();
            if (++_corrections == FreeCorrections)
            {
                _log.Warning(isGood
                    ? "something else keeps changing the network; it is corrected less often from now on"
                    : "the network cannot be set as dom0 wants it; it is tried less often from now on");
            }
        }

        _pause = isGood ? FirstPause : _pause;
        return isGood;
    }

    private bool HaveAdaptersChanged()
    {
        HashSet<long> present;
        try
        {
            present = [.. _port.FindAdapters().Select(a => a.Id)];
        }
        catch (NetworkPortException)
        {
            // Said when it is to be set.
            return true;
        }

        bool changed = !present.SetEquals(_present);
        _present = present;
        return changed;
    }

    private void Say(AdapterReport report, TimeSpan taken)
    {
        bool isNews = !_said.TryGetValue(report.Mac, out AdapterReport? last) || last != report;
        _said[report.Mac] = report;
        if (report.Warning.Length > 0 && report.Warning != last?.Warning)
        {
            _log.Warning(report.Warning);
        }

        switch (report.Outcome)
        {
            case AdapterOutcome.Changed:
                _log.Info($"{report.Text}; read back in {taken.TotalMilliseconds:0.0} ms");
                break;
            case AdapterOutcome.Failed when isNews:
                _log.Error($"{report.Text}; tried again soon and when something changes");
                break;
            case AdapterOutcome.Absent when isNews:
                _log.Warning(report.Text);
                break;
            default:
                _log.Debug(report.Text);
                break;
        }
    }
}
