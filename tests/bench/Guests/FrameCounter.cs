using System.Buffers.Binary;
using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.RawVchan;

namespace PedOS.Bench.Guests;

/// <summary>
/// The receiving end of calls in dom0, as cheap as it can be: counts output, keeps a little of the errors, waits for
/// the exit code. May be used for one call after the other.
/// </summary>
internal sealed class FrameCounter
{
    private const int MaxError = 4096;
    private const uint MaxBody = 65536;

    private readonly byte[] _buffer = new byte[2 * 65536];
    private readonly byte[] _header = new byte[8];
    private readonly byte[] _exitCode = new byte[4];
    private readonly byte[] _error = new byte[MaxError];
    private int _headerBytes;
    private uint _type;
    private uint _bodyLeft;
    private int _exitBytes;
    private int _errorBytes;

    /// <summary>Bytes of standard output of this call.</summary>
    public long Output { get; private set; }

    /// <summary>Beginning of what came on standard error.</summary>
    public string Error => Encoding.UTF8.GetString(_error, 0, _errorBytes);

    /// <summary>Reads a call to its exit code.</summary>
    /// <returns>Null when the channel ended without one.</returns>
    /// <exception cref="InvalidDataException">A body over the limit.</exception>
    public async Task<int?> ReadExitCodeAsync(RawChannel channel, CancellationToken cancellationToken)
    {
        (_headerBytes, _bodyLeft, _exitBytes, _errorBytes, Output) = (0, 0, 0, 0, 0);
        while (_exitBytes < _exitCode.Length)
        {
            int read = await channel.ReadAsync(_buffer, cancellationToken);
            if (read == 0)
            {
                return null;
            }

            Take(_buffer.AsSpan(0, read));
        }

        return BinaryPrimitives.ReadInt32LittleEndian(_exitCode);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int size = _bodyLeft > 0 ? (int)Math.Min(_bodyLeft, bytes.Length)
                : Math.Min(_header.Length - _headerBytes, bytes.Length);
            if (_bodyLeft > 0)
            {
                TakeBody(bytes[..size]);
                _bodyLeft -= (uint)size;
            }
            else
            {
                TakeHeader(bytes[..size]);
            }

            bytes = bytes[size..];
        }
    }

    private void TakeHeader(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_header.AsSpan(_headerBytes));
        _headerBytes += bytes.Length;
        if (_headerBytes == _header.Length)
        {
            _headerBytes = 0;
            _type = BinaryPrimitives.ReadUInt32LittleEndian(_header);
            _bodyLeft = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4));
            if (_bodyLeft > MaxBody)
            {
                throw new InvalidDataException($"a body of {_bodyLeft} bytes");
            }
        }
    }

    private void TakeBody(ReadOnlySpan<byte> bytes)
    {
        switch ((MessageType)_type)
        {
            case MessageType.DataStdout:
                Output += bytes.Length;
                break;
            case MessageType.DataStderr:
                bytes = bytes[..Math.Min(bytes.Length, MaxError - _errorBytes)];
                bytes.CopyTo(_error.AsSpan(_errorBytes));
                _errorBytes += bytes.Length;
                break;
            case MessageType.DataExitCode:
                bytes = bytes[..Math.Min(bytes.Length, _exitCode.Length - _exitBytes)];
                bytes.CopyTo(_exitCode.AsSpan(_exitBytes));
                _exitBytes += bytes.Length;
                break;
            default:
                // HELLO.
                break;
        }
    }
}
