using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;

namespace PedOS.Agents.Posix.Processes;

/// <summary>The link to a wrapper on Linux.</summary>
internal sealed class PosixWrapperProcess(SocketStream link) : IWrapperProcess
{
    public IByteSource FromWrapper => link;

    public IByteSink ToWrapper => link;

    public void Dispose() => link.Dispose();
}
