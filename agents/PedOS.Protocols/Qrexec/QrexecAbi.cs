namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Numbers of the qrexec wire protocol, spelled as upstream spells them (qrexec.h). All integers are little-endian.
/// </summary>
public static class QrexecAbi
{
    /// <summary>Newest protocol version these tools speak.</summary>
    public const uint QREXEC_PROTOCOL_VERSION = 4;

    /// <summary>Oldest version accepted; version 1 had no handshake.</summary>
    public const uint QREXEC_MIN_VERSION = 2;

    /// <summary>vchan port of the control channel.</summary>
    public const uint VCHAN_BASE_PORT = 512;

    /// <summary>First vchan port of data channels.</summary>
    public const uint VCHAN_BASE_DATA_PORT = 513;

    /// <summary>Data ports that one daemon hands out: 513..768.</summary>
    public const int MAX_CLIENTS = 256;

    /// <summary>Bytes of the header before every message.</summary>
    public const int HeaderSize = 8;

    /// <summary>Bytes of the domain and port before a command.</summary>
    public const int ExecParamsSize = 8;

    /// <summary>Bytes of a request ident, zero-filled and NUL-terminated.</summary>
    public const int IdentSize = 32;

    /// <summary>
    /// Longest body of an exec message that dom0's programs hand to their daemon, fixed part and NUL included.
    /// </summary>
    public const int MAX_QREXEC_CMD_LEN = 65535;

    /// <summary>
    /// Longest body of an exec message accepted. The daemon replaces the word DEFAULT by a user name of any length
    /// after it has compared the body with <see cref="MAX_QREXEC_CMD_LEN"/>, so there is room for one (arbitrary: 1
    /// KiB).
    /// </summary>
    public const int MaxExecBody = MAX_QREXEC_CMD_LEN + 1024;

    /// <summary>
    /// Longest service descriptor (<c>NAME+ARGUMENT</c>): in a command without counting a NUL, in a trigger message
    /// with it.
    /// </summary>
    public const int MAX_SERVICE_NAME_LEN = 65000;

    /// <summary>Longest service name, the part before the first <c>+</c> (NAME_MAX of the file system).</summary>
    public const int NAME_MAX = 255;

    /// <summary>Longest data body with protocol 2.</summary>
    public const int MAX_DATA_CHUNK_V2 = 4096;

    /// <summary>Longest data body with protocol 3 and later.</summary>
    public const int MAX_DATA_CHUNK_V3 = 65536;

    /// <summary>A problem of qrexec itself: bad command, bad settings, cannot connect, cannot execute.</summary>
    public const int QREXEC_EXIT_PROBLEM = 125;

    /// <summary>The policy of dom0 refused the call.</summary>
    public const int QREXEC_EXIT_REQUEST_REFUSED = 126;

    /// <summary>There is no such service.</summary>
    public const int QREXEC_EXIT_SERVICE_NOT_FOUND = 127;

    /// <summary>The channel broke before an exit code came.</summary>
    public const int QREXEC_EXIT_CONNECTION_LOST = 255;

    /// <summary>Longest data body for a negotiated version.</summary>
    public static int MaxDataChunk(uint version) => version < 3 ? MAX_DATA_CHUNK_V2 : MAX_DATA_CHUNK_V3;
}
