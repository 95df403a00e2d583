using System.Buffers.Binary;
using System.Text;

namespace PedOS.Build.Tests.Packaging.Drivers;

/// <summary>The smallest PE images that are drivers: one section of code that returns.</summary>
internal static class DriverImages
{
    public const ushort X64 = 0x8664;
    public const ushort X86 = 0x14c;
    public const ushort Native = 1;
    public const ushort Console = 3;

    private const int Headers = 0x200;
    private const int Section = 0x200;

    /// <summary>An image.</summary>
    /// <param name="text">Told in it, so that two are told apart.</param>
    /// <param name="machine">What it is built for.</param>
    /// <param name="subsystem">What runs it.</param>
    public static byte[] Make(string text, ushort machine = X64, ushort subsystem = Native)
    {
        const int Pe = 0x80;
        const int Optional = Pe + 24;
        const int OptionalLength = 240;
        byte[] image = new byte[Headers + Section];
        Span<byte> file = image;
        "MZ"u8.CopyTo(file);
        Write32(0x3c, Pe);
        "PE\0\0"u8.CopyTo(file[Pe..]);
        Write16(Pe + 4, machine);
        Write16(Pe + 6, 1); // sections
        Write16(Pe + 20, OptionalLength);
        Write16(Pe + 22, 0x0022); // executable, large addresses
        Write16(Optional, 0x20b); // PE32+
        Write32(Optional + 4, Section); // code
        Write32(Optional + 16, 0x1000); // entry
        Write32(Optional + 20, 0x1000); // base of code
        Write32(Optional + 24, 0x4000_0000); // image base
        Write32(Optional + 32, 0x1000); // alignment in memory
        Write32(Optional + 36, 0x200); // alignment in the file
        Write16(Optional + 40, 10); // Windows 10
        Write16(Optional + 48, 10);
        Write32(Optional + 56, 0x2000); // in memory
        Write32(Optional + 60, Headers);
        Write16(Optional + 68, subsystem);
        Write32(Optional + 108, 16); // directories
        int section = Optional + OptionalLength;
        ".text"u8.CopyTo(file[section..]);
        Write32(section + 8, Section);
        Write32(section + 12, 0x1000);
        Write32(section + 16, Section);
        Write32(section + 20, Headers);
        Write32(section + 36, 0x6000_0020); // code that is read and run
        file[Headers] = 0xc3; // ret
        Encoding.UTF8.GetBytes(text).CopyTo(file[(Headers + 16)..]);
        return image;

        void Write16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);
        void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
    }
}
