namespace PedOS.Tools.Engine.Hives;

/// <summary>Reading and writing the numbers of a hive.</summary>
internal static class HiveBytes
{
    /// <summary>Fills the begin of a buffer.</summary>
    /// <returns>Whether the file had so much.</returns>
    public static bool TryFill(Stream file, byte[] buffer, int count)
    {
        for (int read = 0; read < count;)
        {
            int length = file.Read(buffer, read, count - read);
            if (length == 0)
            {
                return false;
            }

            read += length;
        }

        return true;
    }

    /// <summary>Stores a number, little-endian.</summary>
    public static void Put32(byte[] bytes, int offset, uint value)
    {
        for (int i = 0; i < sizeof(uint); i++)
        {
            bytes[offset + i] = (byte)(value >> (8 * i));
        }
    }
}
