using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.Tests.Pipes;

/// <summary>Two overlapped ends of one duplex pipe.</summary>
internal sealed class PipePair : IDisposable
{
    public PipePair(uint bufferSize = 4096)
    {
        string name = $@"\\.\pipe\pedos-test-{Guid.NewGuid():N}";
        SafePipeHandle server = Kernel32.CreateNamedPipe(
            name,
            Kernel32.PIPE_ACCESS_DUPLEX | Kernel32.FILE_FLAG_OVERLAPPED | Kernel32.FILE_FLAG_FIRST_PIPE_INSTANCE,
            Kernel32.PIPE_TYPE_BYTE | Kernel32.PIPE_REJECT_REMOTE_CLIENTS,
            1,
            bufferSize,
            bufferSize,
            0,
            SecurityAttributes.For(0, false));
        SafePipeHandle client = Kernel32.OpenPipe(
            name,
            Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
            0,
            0,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_OVERLAPPED,
            0);
        Server = new OverlappedPipe(server);
        Client = new OverlappedPipe(client);
    }

    public OverlappedPipe Server { get; }

    public OverlappedPipe Client { get; }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
