using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// A request for a service elsewhere, as TRIGGER_SERVICE4 carries it: source[64], target[64], ident[32], service name
/// and NUL.
/// </summary>
public sealed class TriggerRequest
{
    /// <summary>Bytes of the source and target fields, NUL included.</summary>
    public const int NameSize = 64;

    /// <summary>Bytes before the service name.</summary>
    public const int FixedSize = NameSize + NameSize + QrexecAbi.IdentSize;

    /// <summary>Longest body: the fixed part and the longest descriptor with its NUL.</summary>
    public const int MaxBody = FixedSize + QrexecAbi.MAX_SERVICE_NAME_LEN;

    /// <summary>What the local endpoint's clients put into the ident field; the agent writes its own over it.</summary>
    public static readonly RequestIdent Placeholder = new("SOCKET");

    private readonly byte[] _source;
    private readonly byte[] _target;
    private readonly byte[] _service;

    private TriggerRequest(byte[] source, byte[] target, byte[] service)
    {
        _source = source;
        _target = target;
        _service = service;
    }

    /// <summary>Source name, usually empty (only relays name one).</summary>
    public ReadOnlySpan<byte> Source => _source;

    /// <summary>Target name or keyword.</summary>
    public ReadOnlySpan<byte> Target => _target;

    /// <summary>Service descriptor without its NUL.</summary>
    public ReadOnlySpan<byte> Service => _service;

    /// <summary>Creates a request from a caller's words.</summary>
    /// <param name="source">Source name, may be empty.</param>
    /// <param name="target">Target; <c>$</c> is the old spelling of <c>@</c> and is turned into it.</param>
    /// <param name="service"><c>NAME</c> or <c>NAME+ARGUMENT</c>.</param>
    /// <exception cref="ArgumentException">
    /// A name is too long, the service is empty or starts with <c>+</c>, or one of them holds a NUL. The message is for
    /// whoever gave the words.
    /// </exception>
    public static TriggerRequest Create(string source, string target, string service)
    {
        byte[] serviceBytes = Encoding.UTF8.GetBytes(service);
        if (!IsValidService(serviceBytes))
        {
            throw new ArgumentException(
                $"a service is NAME or NAME+ARGUMENT, 1 to {QrexecAbi.MAX_SERVICE_NAME_LEN - 1} bytes");
        }

        return new TriggerRequest(Name(source), Name(target.Replace('$', '@')), serviceBytes);
    }

    /// <summary>Reads the body of a TRIGGER_SERVICE4 message.</summary>
    /// <returns>
    /// Null when the daemon would refuse or punish it: wrong length, no NUL at the end or one before it, empty name.
    /// </returns>
    public static TriggerRequest? TryRead(ReadOnlySpan<byte> body)
    {
        if (body.Length is <= FixedSize or > MaxBody || body[^1] != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> service = body[FixedSize..^1];
        return IsValidService(service)
            ? new TriggerRequest(Field(body[..NameSize]), Field(body[NameSize..(2 * NameSize)]), service.ToArray())
            : null;
    }

    /// <summary>Builds the body of a TRIGGER_SERVICE4 message.</summary>
    public byte[] ToBody(RequestIdent ident)
    {
        byte[] body = new byte[FixedSize + _service.Length + 1];
        _source.CopyTo(body, 0);
        _target.CopyTo(body, NameSize);
        ident.Write(body.AsSpan(2 * NameSize));
        _service.CopyTo(body, FixedSize);
        return body;
    }

    /// <summary>
    /// For logs: <c>NAME to TARGET</c> with anything unprintable replaced; without the argument, which may be a secret.
    /// </summary>
    public override string ToString()
    {
        int plus = _service.AsSpan().IndexOf((byte)'+');
        return $"{Printable.Text(plus < 0 ? _service : _service.AsSpan(0, plus))} to {Printable.Text(_target)}";
    }

    private static bool IsValidService(ReadOnlySpan<byte> service) =>
        service.Length is > 0 and < QrexecAbi.MAX_SERVICE_NAME_LEN
        && service[0] != (byte)'+'
        && !service.Contains((byte)0);

    private static byte[] Field(ReadOnlySpan<byte> field)
    {
        int end = field[..^1].IndexOf((byte)0);
        return field[..(end < 0 ? NameSize - 1 : end)].ToArray();
    }

    private static byte[] Name(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length < NameSize && !bytes.AsSpan().Contains((byte)0)
            ? bytes
            : throw new ArgumentException($"a machine name has at most {NameSize - 1} bytes and no NUL");
    }
}
