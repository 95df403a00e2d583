using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Memory for an answer of the system whose size it tells when it is too small.</summary>
internal sealed class NativeBuffer : IDisposable
{
    private NativeBuffer(int size)
    {
        Size = size;
        Address = Marshal.AllocHGlobal(size);
    }

    /// <summary>A function that fills memory and says how much it needs; false with the last error.</summary>
    /// <param name="buffer">The memory.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="needed">Bytes it would take.</param>
    public delegate bool Fill(IntPtr buffer, uint size, out uint needed);

    /// <summary>Where it is; valid until it is disposed.</summary>
    public IntPtr Address { get; }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>Asks until the answer fits.</summary>
    /// <param name="fill">Asks once.</param>
    /// <param name="error">0, or the number of another error than too little memory.</param>
    /// <returns>The answer; null for an error.</returns>
    public static NativeBuffer? Ask(Fill fill, out int error)
    {
        for (int size = 512; ;)
        {
            NativeBuffer buffer = new(size);
            if (fill(buffer.Address, (uint)size, out uint needed))
            {
                error = 0;
                return buffer;
            }

            error = Marshal.GetLastWin32Error();
            buffer.Dispose();
            if (error is not (Win32Error.ERROR_INSUFFICIENT_BUFFER or Win32Error.ERROR_MORE_DATA))
            {
                return null;
            }

            size = checked((int)Math.Max(needed, (uint)size * 2));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Marshal.FreeHGlobal(Address);
}
