namespace PedOS.Protocols.Qrexec;

/// <summary>The type field of a message header.</summary>
public enum MessageType : uint
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>Data channel, caller to service; an empty body is the end of the stream.</summary>
    DataStdin = 0x190,

    /// <summary>Data channel, service to caller; an empty body is the end of the stream.</summary>
    DataStdout = 0x191,

    /// <summary>Data channel, service to caller; an empty body is the end of the stream.</summary>
    DataStderr = 0x192,

    /// <summary>Data channel, service to caller, last message: 4 bytes, signed.</summary>
    DataExitCode = 0x193,

    /// <summary>Control, dom0 to machine: run a command with its streams connected.</summary>
    ExecCmdline = 0x200,

    /// <summary>Control, dom0 to machine: start a command and forget it.</summary>
    JustExec = 0x201,

    /// <summary>Control, dom0 to machine: a call asked for from here was allowed.</summary>
    ServiceConnect = 0x202,

    /// <summary>Control, dom0 to machine: a call asked for from here was refused.</summary>
    ServiceRefused = 0x203,

    /// <summary>Control, machine to dom0, protocol 2.</summary>
    TriggerService = 0x210,

    /// <summary>Control, machine to dom0: a call has ended, its port is free.</summary>
    ConnectionTerminated = 0x211,

    /// <summary>Control, machine to dom0, protocol 3.</summary>
    TriggerService3 = 0x212,

    /// <summary>Control, machine to dom0, protocol 4; also the only request on the local endpoint.</summary>
    TriggerService4 = 0x213,

    /// <summary>First message on every channel: 4 bytes, the version.</summary>
    Hello = 0x300,
}
