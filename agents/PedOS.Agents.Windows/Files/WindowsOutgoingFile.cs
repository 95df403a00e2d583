using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Files;

/// <summary>A file on Windows that is sent.</summary>
/// <param name="handle">The file; ours.</param>
/// <param name="status">What it is.</param>
internal sealed unsafe class WindowsOutgoingFile(SafeFileHandle handle, OutgoingStatus status) : IOutgoingFile
{
    public OutgoingStatus Status => status;

    public int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return Kernel32.ReadFile(handle, bytes, buffer.Length, out int read, 0)
                ? read
                : System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Win32Error.ERROR_HANDLE_EOF ? 0
                : throw NtFile.LastFailure("it cannot be read");
        }
    }

    public void Dispose() => handle.Dispose();
}
