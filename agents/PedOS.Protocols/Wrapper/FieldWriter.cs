using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PedOS.Protocols.Wrapper;

/// <summary>Appends the fields of one message in order, in the form <see cref="FieldReader"/> reads.</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Write(byte value) => _bytes.Write([value]);

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    public void Write(int value) => Write((uint)value);

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
    }

    public void Write(string? text)
    {
        if (text is null)
        {
            Write(FieldReader.NullLength);
            return;
        }

        Write(Encoding.UTF8.GetByteCount(text));
        _ = Encoding.UTF8.GetBytes(text, _bytes);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
