using System.Buffers.Binary;
using System.Globalization;

namespace PedOS.Protocols.Qrexec;

/// <summary>Where the data channel of one call is: the exec_params of the wire, u32 domain and u32 port.</summary>
/// <param name="Domain">Id of the machine at the other end; dom0 is 0.</param>
/// <param name="Port">vchan port.</param>
public readonly record struct ChannelAddress(uint Domain, uint Port)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 8;

    /// <summary>Largest id a machine can have: ids from 0x7FF0 on are reserved (DOMID_FIRST_RESERVED of Xen).</summary>
    public const uint MaxDomain = 0x7FEF;

    /// <summary>
    /// Largest port accepted. The daemon hands out 513..768; its own test suite uses 1024, so the limit is arbitrary
    /// but far above both and below any sign bit.
    /// </summary>
    public const uint MaxPort = 65535;

    /// <summary>Whether a data channel may be opened there.</summary>
    public bool IsValid => Domain <= MaxDomain && Port is >= QrexecAbi.VCHAN_BASE_DATA_PORT and <= MaxPort;

    /// <summary>Reads the first 8 bytes.</summary>
    public static ChannelAddress Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(source), BinaryPrimitives.ReadUInt32LittleEndian(source[4..]));

    /// <summary>Writes 8 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Domain);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Port);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Domain}:{Port}");
}
