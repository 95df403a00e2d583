using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// The name of a pending request: 32 bytes, NUL-terminated, zeros after it. Allowed are letters, digits, <c>_ - .</c>
/// and the space; the daemon refuses anything else, so none can be built here.
/// </summary>
public readonly record struct RequestIdent
{
    private readonly string? _text;

    /// <summary>Creates an ident.</summary>
    /// <exception cref="ArgumentException">Empty, over 31 bytes, or with a byte that the daemon refuses.</exception>
    public RequestIdent(string text)
    {
        if (!IsAllowed(text))
        {
            throw new ArgumentException(
                "a request ident has 1 to 31 bytes of A-Z a-z 0-9 _ - . and space", nameof(text));
        }

        _text = text;
    }

    /// <summary>The text without its NUL.</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>Reads 32 bytes.</summary>
    /// <returns>False when the field is not a proper ident; the caller decides what that means.</returns>
    public static bool TryRead(ReadOnlySpan<byte> field, out RequestIdent ident)
    {
        ident = default;
        if (field.Length != QrexecAbi.IdentSize)
        {
            return false;
        }

        int length = field.IndexOf((byte)0);
        if (length <= 0 || field[length..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        string text = Encoding.Latin1.GetString(field[..length]);
        if (!IsAllowed(text))
        {
            return false;
        }

        ident = new RequestIdent(text);
        return true;
    }

    /// <summary>Writes 32 bytes, zero-filled.</summary>
    public void Write(Span<byte> field)
    {
        field[..QrexecAbi.IdentSize].Clear();
        _ = Encoding.Latin1.GetBytes(Text, field);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsAllowed(string text)
    {
        if (text.Length is 0 or >= QrexecAbi.IdentSize)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ' '))
            {
                return false;
            }
        }

        return true;
    }
}
