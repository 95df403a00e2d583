using System.Security.Cryptography;

namespace PedOS.Build.Tools;

/// <summary>SHA-256 of files.</summary>
public static class FileHash
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
