using System.Security.Cryptography;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>A hash algorithm that a signature may use: SHA-256, SHA-384 or SHA-512.</summary>
internal sealed class SignatureHash
{
    private readonly Func<HashAlgorithm> _create;

    private SignatureHash(HashAlgorithmName name, Func<HashAlgorithm> create)
    {
        Name = name;
        _create = create;
    }

    /// <summary>Its name.</summary>
    public HashAlgorithmName Name { get; }

    /// <summary>The algorithm that an AlgorithmIdentifier names, alone or together with RSA.</summary>
    /// <exception cref="FormatException">It is another one, SHA-1 for example.</exception>
    public static SignatureHash Read(DerElement algorithm) => Find(algorithm)
        ?? throw new FormatException("it uses a hash algorithm other than SHA-256, SHA-384 and SHA-512");

    /// <summary>The algorithm that an AlgorithmIdentifier names, alone or together with RSA.</summary>
    /// <returns>Null when it is another one.</returns>
    public static SignatureHash? Find(DerElement algorithm) =>
        algorithm.Inside().Read(DerTag.ObjectIdentifier).ObjectIdentifier() switch
        {
            SignatureOids.Sha256 or SignatureOids.RsaSha256 => new(HashAlgorithmName.SHA256, SHA256.Create),
            SignatureOids.Sha384 or SignatureOids.RsaSha384 => new(HashAlgorithmName.SHA384, SHA384.Create),
            SignatureOids.Sha512 or SignatureOids.RsaSha512 => new(HashAlgorithmName.SHA512, SHA512.Create),
            _ => null,
        };

    /// <summary>The object identifier of an AlgorithmIdentifier, whose parameters are absent or NULL.</summary>
    /// <exception cref="FormatException">It has others.</exception>
    public static string Identifier(DerElement algorithm)
    {
        const byte Null = 0x05;
        DerReader reader = algorithm.Inside();
        string identifier = reader.Read(DerTag.ObjectIdentifier).ObjectIdentifier();
        if (reader.HasMore && reader.Read(Null).Length > 0)
        {
            throw new FormatException("an algorithm is damaged");
        }

        reader.RequireEnd();
        return identifier;
    }

    /// <summary>Hashes bytes.</summary>
    public byte[] Compute(byte[] bytes)
    {
        using HashAlgorithm algorithm = _create();
        return algorithm.ComputeHash(bytes);
    }
}
