using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Network;

/// <summary>Hears from Windows each time an adapter, an address or a route changes.</summary>
internal sealed unsafe class IpHelperWatch : IAsyncDisposable
{
    private readonly List<nint> _handles = [];
    private GCHandle _callback;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="PedOS.Agents.Network.NetworkPortException">The system refuses.</exception>
    public IpHelperWatch(Action changed)
    {
        _callback = GCHandle.Alloc(changed);
        void* context = (void*)GCHandle.ToIntPtr(_callback);
        try
        {
            Check(Iphlpapi.NotifyIpInterfaceChange(Iphlpapi.AF_UNSPEC, &OnChange, context, 0, out nint adapters));
            _handles.Add(adapters);
            Check(Iphlpapi.NotifyUnicastIpAddressChange(Iphlpapi.AF_UNSPEC, &OnChange, context, 0, out nint addresses));
            _handles.Add(addresses);
            Check(Iphlpapi.NotifyRouteChange2(Iphlpapi.AF_UNSPEC, &OnChange, context, 0, out nint routes));
            _handles.Add(routes);
        }
        catch
        {
            Cancel();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Cancel();
        return ValueTask.CompletedTask;
    }

    [UnmanagedCallersOnly]
    private static void OnChange(void* context, void* row, int kind) =>
        (GCHandle.FromIntPtr((nint)context).Target as Action)?.Invoke();

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw IpHelperPort.Failed("hearing of changes of the network", error);
        }
    }

    private void Cancel()
    {
        // Each returns when none of its callbacks runs any more; only then the target may go.
        _handles.ForEach(handle => _ = Iphlpapi.CancelMibChangeNotify2(handle));
        _handles.Clear();
        if (_callback.IsAllocated)
        {
            _callback.Free();
        }
    }
}
