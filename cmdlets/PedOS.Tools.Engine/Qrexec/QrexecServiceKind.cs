namespace PedOS.Tools.Engine.Qrexec;

/// <summary>What answers a call of a service.</summary>
public enum QrexecServiceKind
{
    /// <summary>A program that is started for each call.</summary>
    Program,

    /// <summary>A server that listens on the loopback or elsewhere.</summary>
    Tcp,

    /// <summary>Nothing: the definition cannot be read.</summary>
    Damaged,
}
