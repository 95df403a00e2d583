using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// The words of a command in the argument of <c>qubes.VMExec</c> and its kin, which has room for few characters only.
/// </summary>
/// <remarks>
/// Words are joined by <c>+</c>. In a word letters, digits, <c>.</c> and <c>_</c> are themselves, <c>--</c> is a dash,
/// and <c>-HH</c> with two capital hex digits is any other byte. The bytes of a word are UTF-8. A word may be empty.
/// </remarks>
public static class CommandWords
{
    /// <summary>Most characters of an argument that are read; the commands of Windows have half as many.</summary>
    public const int MaxLength = 65536;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads an argument.</summary>
    /// <param name="argument">Argument of the service, without the <c>+</c> before it.</param>
    /// <param name="words">The program, then its arguments; empty when something is wrong.</param>
    /// <param name="problem">What is wrong; "" when nothing is.</param>
    public static bool TryRead(string argument, out IReadOnlyList<string> words, out string problem)
    {
        words = [];
        problem = argument.Length == 0 ? "there is no command in it"
            : argument.Length > MaxLength ? $"it has more than {MaxLength} characters"
            : "";
        if (problem.Length > 0)
        {
            return false;
        }

        List<string> read = [];
        foreach (string part in argument.Split('+'))
        {
            if (TryReadWord(part, out problem) is not { } word)
            {
                return false;
            }

            read.Add(word);
        }

        if (read[0].Length == 0)
        {
            problem = "the name of the program is empty";
            return false;
        }

        words = read;
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    /// <param name="words">The program, then its arguments.</param>
    public static string Write(IReadOnlyList<string> words)
    {
        StringBuilder text = new();
        for (int i = 0; i < words.Count; i++)
        {
            _ = i == 0 ? text : text.Append('+');
            foreach (byte one in Strict.GetBytes(words[i]))
            {
                _ = one == '-' ? text.Append("--")
                    : IsPlain((char)one) ? text.Append((char)one)
                    : text.Append('-').Append(Convert.ToHexString([one]));
            }
        }

        return text.ToString();
    }

    private static bool IsPlain(char one) => char.IsAsciiLetterOrDigit(one) || one is '.' or '_';

    private static string? TryReadWord(string part, out string problem)
    {
        byte[] bytes = new byte[part.Length];
        int length = 0;
        problem = "";
        for (int at = 0; at < part.Length; at++)
        {
            char one = part[at];
            if (IsPlain(one))
            {
                bytes[length++] = (byte)one;
            }
            else if (one == '-' && at + 1 < part.Length && part[at + 1] == '-')
            {
                bytes[length++] = (byte)'-';
                at++;
            }
            else if (one == '-' && at + 2 < part.Length && Digit(part[at + 1]) >= 0 && Digit(part[at + 2]) >= 0)
            {
                bytes[length++] = (byte)((Digit(part[at + 1]) << 4) | Digit(part[at + 2]));
                at += 2;
            }
            else
            {
                problem = one == '-'
                    ? "a dash is followed by neither a dash nor two capital hex digits"
                    : $"U+{(int)one:X4} is written as it is";
                return null;
            }
        }

        if (bytes.AsSpan(0, length).Contains((byte)0))
        {
            problem = "a word has a NUL in it";
            return null;
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            problem = "a word is not UTF-8";
            return null;
        }
    }

    private static int Digit(char one) => one switch
    {
        >= '0' and <= '9' => one - '0',
        >= 'A' and <= 'F' => one - 'A' + 10,
        _ => -1,
    };
}
