using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// Bytes that begin where a page of memory begins. Reading a file into an array as it comes, 16 bytes behind a page,
/// takes twice the processor time on some machines.
/// </summary>
internal sealed class PageBuffer
{
    private const int PageSize = 4096;

    /// <summary>Takes the memory.</summary>
    /// <param name="length">
    /// Bytes. From 85,000 on the runtime does not move the array; a shorter one could lose its place, which costs time
    /// and nothing else.
    /// </param>
    public PageBuffer(int length)
    {
        Bytes = new byte[length + PageSize];
        Length = length;
        GCHandle pin = GCHandle.Alloc(Bytes, GCHandleType.Pinned);
        Start = (int)((PageSize - (pin.AddrOfPinnedObject().ToInt64() % PageSize)) % PageSize);
        pin.Free();
    }

    /// <summary>The array they are in.</summary>
    public byte[] Bytes { get; }

    /// <summary>Index of the first of them.</summary>
    public int Start { get; }

    /// <summary>How many there are.</summary>
    public int Length { get; }
}
