using System.Buffers.Binary;
using System.Text;

namespace PedOS.Build.Tests;

/// <summary>A small Windows program that has all that the rules look at, a page for each section.</summary>
internal static class ProgramImages
{
    public const int Pe = 0x80;
    public const int Optional = Pe + 24;
    public const int Sections = Optional + OptionalLength;
    public const int SectionLength = 40;

    // Sections: code, tables, data, functions, resources. Addresses and places in the file are the same.
    public const int Code = 0x1000;
    public const int Tables = 0x2000;
    public const int Data = 0x3000;
    public const int Functions = 0x4000;
    public const int Resources = 0x5000;

    // What is in the tables.
    public const int Imports = Tables;
    public const int LoadConfig = Tables + 0x200;
    public const int Tls = Tables + 0x300;
    public const int Debug = Tables + 0x400;
    public const int SymbolPath = Tables + 0x518;

    private const int OptionalLength = 240;
    private const int Page = 0x1000;
    private const ulong ImageBase = 0x1_4000_0000;

    private static readonly (string Name, uint Flags)[] Kinds =
    [
        (".text", 0x6000_0020), (".rdata", 0x4000_0040), (".data", 0xc000_0040), (".pdata", 0x4000_0040),
        (".rsrc", 0x4000_0040),
    ];

    /// <summary>Where the entry of a directory is: 1 imports, 2 resources, 3 functions, 6 symbols, 9 TLS, ...</summary>
    public static int Directory(int index) => Optional + 112 + (8 * index);

    /// <summary>One that is as it has to be.</summary>
    public static byte[] Make()
    {
        byte[] image = new byte[Resources + Page];
        "MZ"u8.CopyTo(image);
        "PE\0\0"u8.CopyTo(image.AsSpan(Pe));
        Put(image, 0x3c, Pe);
        Put16(image, Pe + 4, 0x8664);
        Put16(image, Pe + 6, (ushort)Kinds.Length);
        Put16(image, Pe + 20, OptionalLength);
        Put16(image, Pe + 22, 0x0022); // executable, large addresses
        Put16(image, Optional, 0x20b); // PE32+
        Put(image, Optional + 16, Code); // entry
        Put64(image, Optional + 24, ImageBase);
        Put(image, Optional + 32, Page); // alignment in memory, and in the file
        Put(image, Optional + 36, Page);
        Put16(image, Optional + 40, 6); // Windows
        Put16(image, Optional + 48, 6); // subsystem
        Put(image, Optional + 56, Resources + Page);
        Put(image, Optional + 60, 0x400); // headers
        Put16(image, Optional + 68, 3); // console
        Put16(image, Optional + 70, 0x8160);
        Put(image, Optional + 108, 16);
        for (int i = 0; i < Kinds.Length; i++)
        {
            int at = Sections + (SectionLength * i);
            Encoding.ASCII.GetBytes(Kinds[i].Name).CopyTo(image, at);
            Put(image, at + 8, Page);
            Put(image, at + 12, (uint)((i + 1) * Page));
            Put(image, at + 16, Page);
            Put(image, at + 20, (uint)((i + 1) * Page));
            Put(image, at + 36, Kinds[i].Flags);
        }

        foreach ((int index, int address, int size) in ((int, int, int)[])
            [
                (1, Imports, 60), (2, Resources, 32), (3, Functions, 24), (6, Debug, 28), (9, Tls, 40),
                (10, LoadConfig, 0x98),
            ])
        {
            Put(image, Directory(index), (uint)address);
            Put(image, Directory(index) + 4, (uint)size);
        }

        Fill(image);
        return image;
    }

    public static void Put(byte[] image, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);

    public static void Put16(byte[] image, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);

    public static void Put64(byte[] image, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);

    private static void Fill(byte[] image)
    {
        // Two libraries, a function of each, by its name.
        foreach ((int i, string library, string function) in ((int, string, string)[])
            [(0, "KERNEL32.dll", "Sleep"), (1, "ucrtbase.dll", "memcpy")])
        {
            int names = Imports + 0x80 + (0x40 * i);
            Put(image, Imports + (20 * i), (uint)names);
            Put(image, Imports + (20 * i) + 12, (uint)(names + 0x10));
            Put64(image, names, (ulong)(names + 0x20));
            Encoding.ASCII.GetBytes(library).CopyTo(image, names + 0x10);
            Encoding.ASCII.GetBytes(function).CopyTo(image, names + 0x22);
        }

        Put(image, LoadConfig, 0x98);
        Put16(image, LoadConfig + 0x4e, 0x800);
        Put64(image, LoadConfig + 0x58, ImageBase + Data);
        Put64(image, Tls, ImageBase + Tables + 0x800);
        Put64(image, Tls + 8, ImageBase + Tables + 0x810);
        Put64(image, Tls + 16, ImageBase + Data + 16);

        // CodeView: where the symbols are.
        Put(image, Debug + 12, 2);
        Put(image, Debug + 16, 0x40);
        Put(image, Debug + 20, Tables + 0x500);
        Put(image, Debug + 24, Tables + 0x500);
        "RSDS"u8.CopyTo(image.AsSpan(Tables + 0x500));
        "qrexec-agent.pdb\0"u8.CopyTo(image.AsSpan(SymbolPath));

        // Two functions, with how to unwind them.
        foreach (int i in (int[])[0, 1])
        {
            Put(image, Functions + (12 * i), (uint)(Code + (16 * i)));
            Put(image, Functions + (12 * i) + 4, (uint)(Code + (16 * i) + 8));
            Put(image, Functions + (12 * i) + 8, Tables + 0x900);
        }

        image[Tables + 0x900] = 1;
        Put(image, Resources + 12, 2 << 16);
        Put(image, Resources + 16, 16);
        Put(image, Resources + 24, 24);
    }
}
