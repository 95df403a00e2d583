using System.Text;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A sender's stream, made by hand.</summary>
internal static class Wire
{
    public const uint File = 0x81A4;
    public const uint Folder = 0x41ED;
    public const uint Link = 0xA1FF;

    /// <summary>Time of last access and change of every entry, in seconds.</summary>
    public const uint Accessed = 1_600_000_000;
    public const uint Modified = 1_600_000_001;

    /// <summary>The end.</summary>
    public static readonly byte[] End = new byte[FileCopyAbi.HeaderSize];

    /// <summary>An entry whose name is text.</summary>
    public static byte[] Entry(uint mode, string name, string data = "", ulong? length = null) =>
        Entry(mode, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), length);

    /// <summary>An entry, whether it may be or not.</summary>
    public static byte[] Entry(uint mode, byte[] name, byte[] data, ulong? length = null)
    {
        byte[] header = new byte[FileCopyAbi.HeaderSize];
        ulong told = length ?? (ulong)data.Length;
        new EntryHeader((uint)name.Length + 1, mode, told, new(Accessed, 0), new(Modified, 500)).Write(header);
        return [.. header, .. name, 0, .. data];
    }
}
