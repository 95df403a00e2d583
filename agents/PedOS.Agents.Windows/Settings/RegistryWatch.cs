using System.ComponentModel;
using System.Security;
using Microsoft.Win32;
using PedOS.Agents.Settings;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Settings;

/// <summary>
/// Tells when a registry key, its subkeys or their values changed. The key may come and go: while it is not there, the
/// nearest key above it is watched for subkeys.
/// </summary>
internal sealed class RegistryWatch : IAsyncDisposable
{
    // ERROR_KEY_DELETED
    private const int KeyDeleted = 1018;

    private readonly RegistryHive _hive;
    private readonly string _path;
    private readonly Action<Exception?> _changed;
    private readonly DelayedCall _call;
    private readonly Lock _gate = new();
    private RegistryKey? _key;
    private ManualResetEvent? _signal;
    private RegisteredWaitHandle? _wait;
    private bool _disposed;

    /// <summary>
    /// Begins to watch; <paramref name="changed"/> is called once soon after, for what changed before.
    /// </summary>
    /// <param name="hive">Hive of the key.</param>
    /// <param name="path">Path of the key below it.</param>
    /// <param name="changed">
    /// Called from a timer thread, one call at a time; with the reason when changes cannot be seen.
    /// </param>
    /// <param name="time">Clock of the settle time.</param>
    public RegistryWatch(RegistryHive hive, string path, Action<Exception?> changed, TimeProvider time)
    {
        _hive = hive;
        _path = path;
        _changed = changed;
        _call = new DelayedCall(Call, time);
        _call.Request();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Disarm();
        }

        await _call.DisposeAsync();
    }

    private void Call()
    {
        // First the watch, then the reading: what changes in between is seen twice and not missed.
        Exception? problem = Arm();
        _changed(problem);
    }

    private Exception? Arm()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return null;
            }

            Disarm();
            try
            {
                _key = OpenNearest(out bool isKeyItself);
                _signal = new ManualResetEvent(false);
                uint filter = Advapi32.REG_NOTIFY_CHANGE_NAME | Advapi32.REG_NOTIFY_THREAD_AGNOSTIC
                    | (isKeyItself ? Advapi32.REG_NOTIFY_CHANGE_LAST_SET : 0);
                int error = Advapi32.RegNotifyChangeKeyValue(
                    _key.Handle, isKeyItself, filter, _signal.SafeWaitHandle, asynchronous: true);
                if (error == KeyDeleted)
                {
                    // It went away just now; another one is the nearest.
                    Disarm();
                    _call.Request();
                    return null;
                }

                if (error != 0)
                {
                    throw new Win32Exception(error);
                }

                _wait = ThreadPool.RegisterWaitForSingleObject(
                    _signal, (_, _) => _call.Request(), null, Timeout.Infinite, executeOnlyOnce: true);
                return null;
            }
            catch (Exception e) when (
                e is Win32Exception or IOException or UnauthorizedAccessException or SecurityException)
            {
                Disarm();
                return e;
            }
        }
    }

    private RegistryKey OpenNearest(out bool isKeyItself)
    {
        using RegistryKey hive = RegistryKey.OpenBaseKey(_hive, RegistryView.Registry64);
        isKeyItself = true;
        for (string path = _path; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('\\'))])
        {
            if (hive.OpenSubKey(path) is { } key)
            {
                return key;
            }

            isKeyItself = false;
        }

        throw new IOException($@"{_hive}\{_path.Split('\\')[0]} cannot be opened");
    }

    private void Disarm()
    {
        // The wait first: closing a watched key sets its signal.
        _wait?.Unregister(null);
        _key?.Dispose();
        _signal?.Dispose();
        (_wait, _key, _signal) = (null, null, null);
    }
}
