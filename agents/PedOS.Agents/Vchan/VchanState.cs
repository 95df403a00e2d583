namespace PedOS.Agents.Vchan;

/// <summary>State of a vchan; the numbers are what libvchan_is_open returns.</summary>
public enum VchanState
{
    /// <summary>Nothing can be written any more; what was received before can still be read.</summary>
    Disconnected = 0,

    /// <summary>Both ends are there.</summary>
    Connected = 1,

    /// <summary>A server whose client has not come yet.</summary>
    Waiting = 2,
}
