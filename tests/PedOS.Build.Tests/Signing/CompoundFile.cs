using System.Buffers.Binary;
using System.Text;

namespace PedOS.Build.Tests.Signing;

/// <summary>The smallest file of the kind an MSI is: a compound file with one stream.</summary>
internal static class CompoundFile
{
    private const int Sector = 512;
    private const int StreamSectors = 8;
    private const uint End = 0xfffffffe;
    private const uint Free = 0xffffffff;
    private const uint Table = 0xfffffffd;

    /// <summary>Header, allocation table, directory, a stream of 4096 bytes, which is the least that needs no small
    /// sectors.</summary>
    public static byte[] Make()
    {
        byte[] file = new byte[Sector * (3 + StreamSectors)];
        Span<byte> all = file;
        byte[] magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        magic.CopyTo(all);
        Put16(0x18, 0x3e);
        Put16(0x1a, 3);
        Put16(0x1c, 0xfffe);
        Put16(0x1e, 9);
        Put16(0x20, 6);
        Put32(0x2c, 1);
        Put32(0x30, 1);
        Put32(0x38, 4096);
        Put32(0x3c, End);
        Put32(0x44, End);
        for (int i = 1; i < 109; i++)
        {
            Put32(0x4c + (4 * i), Free);
        }

        all.Slice(Sector, Sector).Fill(0xff);
        Put32(Sector, Table);
        Put32(Sector + 4, End);
        for (uint i = 0; i < StreamSectors; i++)
        {
            Put32((int)(Sector + 8 + (4 * i)), i + 1 < StreamSectors ? i + 3 : End);
        }

        Entry(2 * Sector, "Root Entry", 5, child: 1, start: End, length: 0);
        Entry((2 * Sector) + 128, "sample", 2, child: Free, start: 2, length: Sector * StreamSectors);
        Empty((2 * Sector) + 256);
        Empty((2 * Sector) + 384);
        all[(3 * Sector)..].Fill(0x5a);
        return file;

        void Put16(int place, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(place), value);

        void Put32(int place, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(place), value);

        void Entry(int place, string name, byte type, uint child, uint start, uint length)
        {
            Encoding.Unicode.GetBytes(name).CopyTo(file, place);
            Put16(place + 64, (ushort)(2 * (name.Length + 1)));
            file[place + 66] = type;
            file[place + 67] = 1;
            Put32(place + 68, Free);
            Put32(place + 72, Free);
            Put32(place + 76, child);
            Put32(place + 116, start);
            Put32(place + 120, length);
        }

        void Empty(int place)
        {
            Put32(place + 68, Free);
            Put32(place + 72, Free);
            Put32(place + 76, Free);
        }
    }
}
