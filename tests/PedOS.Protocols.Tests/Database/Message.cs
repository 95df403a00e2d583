namespace PedOS.Protocols.Tests.Database;

/// <summary>Messages of the configuration database, written without the code under test.</summary>
internal static class Message
{
    public static byte[] Of(byte type, string path, params byte[] data) =>
        Raw(type, Bytes.Utf8(path), data, data.Length);

    public static byte[] Text(byte type, string path, string data) => Of(type, path, Bytes.Utf8(data));

    /// <summary>A message whose announced length need not be true; bytes without meaning are 0xEE.</summary>
    public static byte[] Raw(byte type, byte[] path, byte[] data, long announced)
    {
        byte[] field = new byte[64];
        path.CopyTo(field, 0);
        for (int i = path.Length + 1; i < 64; i++)
        {
            field[i] = 0xEE;
        }

        return [type, .. field, 0xEE, 0xEE, 0xEE, .. Bytes.U32((uint)announced), .. data];
    }
}
