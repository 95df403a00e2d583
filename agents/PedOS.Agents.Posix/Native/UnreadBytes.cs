namespace PedOS.Agents.Posix.Native;

/// <summary>What has arrived at a socket and nobody wants.</summary>
internal static unsafe class UnreadBytes
{
    private const int ChunkSize = 4096;

    /// <summary>Takes it out; does not wait for more.</summary>
    /// <param name="socket">Descriptor of the socket; that of something else is left alone.</param>
    public static void Discard(nint socket)
    {
        byte* chunk = stackalloc byte[ChunkSize];
        nint read;
        do
        {
            read = Libc.recv((int)socket, chunk, ChunkSize, Libc.MSG_DONTWAIT);
        }
        while (read > 0 || (read < 0 && Libc.WasInterrupted()));
    }
}
