using System.Security.Cryptography;
using System.Text;

namespace PedOS.Build.Packaging;

/// <summary>Ids that follow from names, so that every build gives a thing the same one (RFC 9562, version 5).</summary>
public static class NameBasedGuid
{
    /// <summary>The namespace of everything in these packages. It may never change: upgrades compare the ids.</summary>
    public static Guid Product { get; } = new("0f7c5a53-7d5b-4b44-9c0e-5b1b2b0f4a61");

    /// <summary>The id of a name.</summary>
    public static Guid Of(string name)
    {
        byte[] bytes = [.. Product.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // version 5 is defined with SHA-1; the ids are names and protect nothing
        byte[] id = SHA1.HashData(bytes)[..16];
#pragma warning restore CA5350
        id[6] = (byte)((id[6] & 0x0F) | 0x50);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
