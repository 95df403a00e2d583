using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>A LSA_UNICODE_STRING in native memory, overwritten when it is given back.</summary>
internal sealed class LsaText : IDisposable
{
    /// <summary>Copies a text.</summary>
    /// <param name="text">At most 32767 UTF-16 units, which is what the lengths can tell.</param>
    public LsaText(string text)
    {
        ushort length = checked((ushort)(text.Length * sizeof(char)));
        Value = new Advapi32.UnicodeString
        {
            Length = length,
            MaxLength = length,
            Buffer = Marshal.StringToHGlobalUni(text),
        };
        Address = Marshal.AllocHGlobal(Marshal.SizeOf<Advapi32.UnicodeString>());
        Marshal.StructureToPtr(Value, Address, fDeleteOld: false);
    }

    /// <summary>The structure.</summary>
    public Advapi32.UnicodeString Value { get; }

    /// <summary>Where a copy of the structure is.</summary>
    public IntPtr Address { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Marshal.FreeHGlobal(Address);
        Marshal.ZeroFreeGlobalAllocUnicode(Value.Buffer);
    }
}
