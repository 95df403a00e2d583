using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Files;

/// <summary>A file on Linux that is sent.</summary>
/// <param name="handle">The file; ours.</param>
/// <param name="status">What it is.</param>
internal sealed unsafe class PosixOutgoingFile(SafeFileHandle handle, OutgoingStatus status) : IOutgoingFile
{
    public OutgoingStatus Status => status;

    public int Read(Span<byte> buffer)
    {
        nint read;
        do
        {
            fixed (byte* bytes = buffer)
            {
                read = Libc.read(handle, bytes, buffer.Length);
            }
        }
        while (read < 0 && Libc.WasInterrupted());
        return read >= 0 ? (int)read : throw NativeName.Failure("it cannot be read");
    }

    public void Dispose() => handle.Dispose();
}
