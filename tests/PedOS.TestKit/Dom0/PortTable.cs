using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.Dom0;

/// <summary>The 256 data ports of one machine.</summary>
/// <param name="rotate">
/// False: the first free one is handed out, as the daemon does. True: the one after the last, so that a call of before
/// a restart and one of after it do not meet at the same place.
/// </param>
internal sealed class PortTable(bool rotate)
{
    private const uint FirstPort = 513;
    private const int Ports = 256;

    private readonly Lock _gate = new();
    private readonly CallSlot?[] _slots = new CallSlot?[Ports];
    private readonly HashSet<ChannelAddress> _everUsed = [];
    private int _next;

    public int InUse
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count(slot => slot is not null);
            }
        }
    }

    /// <exception cref="InvalidOperationException">All 256 ports are taken.</exception>
    public CallSlot Allocate(uint domain)
    {
        lock (_gate)
        {
            int free = Array.IndexOf(_slots, null, rotate ? _next : 0);
            free = free < 0 ? Array.IndexOf(_slots, null) : free;
            if (free < 0)
            {
                throw new InvalidOperationException("no free data port: 256 calls are running or were never ended");
            }

            CallSlot slot = new(new ChannelAddress(domain, FirstPort + (uint)free));
            _ = _everUsed.Add(slot.Address);
            _slots[free] = slot;
            _next = (free + 1) % Ports;
            return slot;
        }
    }

    /// <summary>A call has ended, says the agent.</summary>
    /// <returns>What is wrong with that, or null.</returns>
    public string? Release(ChannelAddress address)
    {
        CallSlot? slot;
        lock (_gate)
        {
            if (address.Port is < FirstPort or >= FirstPort + Ports)
            {
                return $"the end of a call at {address}: the daemon exits on such a port";
            }

            slot = _slots[address.Port - FirstPort];
            if (slot?.Address != address)
            {
                // A call of before a restart may be reported late; one that never was is a lie.
                return _everUsed.Contains(address) ? null : $"the end of a call at {address} that never was";
            }

            _slots[address.Port - FirstPort] = null;
        }

        slot.End(reported: true);
        return null;
    }

    /// <summary>A call was never asked for.</summary>
    public void Withdraw(CallSlot slot)
    {
        lock (_gate)
        {
            int index = Array.IndexOf(_slots, slot);
            if (index >= 0)
            {
                _slots[index] = null;
            }
        }

        slot.End(reported: false);
    }

    /// <summary>The agent is lost: nobody will report the ends of running calls any more.</summary>
    public void ReleaseAll()
    {
        CallSlot[] lost;
        lock (_gate)
        {
            lost = [.. _slots.OfType<CallSlot>()];
            Array.Clear(_slots);
        }

        foreach (CallSlot slot in lost)
        {
            slot.End(reported: false);
        }
    }
}
