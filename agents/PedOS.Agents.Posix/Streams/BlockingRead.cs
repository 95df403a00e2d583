using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Streams;

/// <summary>Reads a descriptor of any kind.</summary>
internal static class BlockingRead
{
    /// <summary>Waits for at least one byte.</summary>
    /// <returns>Bytes read; 0 at the end. An error is an end too: nothing more can come.</returns>
    public static unsafe int From(int descriptor, byte[] buffer)
    {
        nint read;
        do
        {
            fixed (byte* bytes = buffer)
            {
                read = Libc.read(descriptor, bytes, buffer.Length);
            }
        }
        while (read < 0 && Libc.IsTemporary(descriptor, Libc.POLLIN));
        return Math.Max(0, (int)read);
    }
}
