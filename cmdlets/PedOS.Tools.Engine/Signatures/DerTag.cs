namespace PedOS.Tools.Engine.Signatures;

/// <summary>First bytes of DER elements, X.690 8.1.2.</summary>
internal static class DerTag
{
    public const byte Boolean = 0x01;
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte ObjectIdentifier = 0x06;
    public const byte Utf8String = 0x0c;
    public const byte PrintableString = 0x13;
    public const byte UtcTime = 0x17;
    public const byte GeneralizedTime = 0x18;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;

    /// <summary>Context-specific, constructed.</summary>
    public const byte Tagged0 = 0xa0;

    /// <summary>Context-specific, constructed.</summary>
    public const byte Tagged1 = 0xa1;

    /// <summary>Context-specific, constructed.</summary>
    public const byte Tagged3 = 0xa3;
}
