using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Native;

/// <summary>
/// struct epoll_event: u32 events, then u64 data; without padding between them on x86-64 (12 bytes), with 4 bytes of it
/// elsewhere (16 bytes).
/// </summary>
internal unsafe ref struct EpollEvent
{
    /// <summary>Bytes of the larger layout.</summary>
    public const int MaxSize = 16;

    private fixed byte _bytes[MaxSize];

    /// <summary>Creates the wish to be told of events of a descriptor.</summary>
    public EpollEvent(uint events, ulong data)
    {
        Unsafe.WriteUnaligned(ref _bytes[0], events);
        Unsafe.WriteUnaligned(ref _bytes[DataOffset], data);
    }

    /// <summary>Its address in the C library's layout; valid while this local lives.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public byte* Bytes => (byte*)Unsafe.AsPointer(ref _bytes[0]);

    private static int DataOffset => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>The data of one of several events in a row.</summary>
    public static ulong DataAt(byte* events, int index) =>
        Unsafe.ReadUnaligned<ulong>(events + (index * (DataOffset + sizeof(ulong))) + DataOffset);
}
