namespace PedOS.Tools.Engine.Books;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), as iSCSI and ext4 use it.</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = BuildTable();

    public static uint Of(byte[] bytes, int offset, int count)
    {
        uint crc = uint.MaxValue;
        for (int i = offset; i < offset + count; i++)
        {
            crc = Table[(byte)(crc ^ bytes[i])] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0x82F63B78);
            }

            table[i] = value;
        }

        return table;
    }
}
