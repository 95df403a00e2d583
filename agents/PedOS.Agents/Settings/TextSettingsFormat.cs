using System.Globalization;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Settings;

/// <summary>
/// The development file (<see cref="UserText"/>): lines <c>Name = value</c>; values before the first <c>[program]</c>
/// line belong to the root key. Decimal digits are a REG_DWORD, everything else a REG_SZ, <c>"in quotes"</c> too;
/// <c>#</c> or <c>;</c> begins a comment line. There are no escapes.
/// </summary>
public sealed class TextSettingsFormat : ISettingsFormat
{
    /// <summary>Longest file read (arbitrary: real ones have a few lines).</summary>
    public const int MaxFileSize = 65536;

    /// <inheritdoc/>
    public SettingsTable Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[MaxFileSize + 1];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= MaxFileSize
            ? Parse(content.AsSpan(0, length))
            : throw new FormatException($"the file has more than {MaxFileSize} bytes");
    }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="FormatException">It is not valid; the message names the line.</exception>
    public static SettingsTable Parse(ReadOnlySpan<byte> content)
    {
        string text = UserText.Read(content.ToArray());
        SettingsTable table = new();
        string program = string.Empty;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            ReadOnlySpan<char> line = raw.AsSpan().TrimEnd('\r').Trim(" \t");
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                program = line.Length > 2 && line.IndexOf(']') == line.Length - 1
                    ? line[1..^1].Trim(" \t").ToString()
                    : throw Error(number, "a section is [program]");
                continue;
            }

            int equals = line.IndexOf('=');
            string name = equals > 0
                ? line[..equals].TrimEnd(" \t").ToString()
                : throw Error(number, "a setting is Name = value");
            if (!table.Add(program, name, Value(line[(equals + 1)..].TrimStart(" \t"), number)))
            {
                throw Error(number, $"{name} is given twice");
            }
        }

        return table;
    }

    private static SettingValue Value(ReadOnlySpan<char> text, int number)
    {
        if (text.Length > 0 && text[0] == '"')
        {
            return text.Length > 1 && text[^1] == '"'
                ? SettingValue.OfText(text[1..^1].ToString())
                : throw Error(number, "the closing \" is missing");
        }

        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return SettingValue.OfText(text.ToString());
        }

        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value)
            ? SettingValue.OfNumber(value)
            : throw Error(number, $"a number is at most {uint.MaxValue}; put digits that are a text in quotes");
    }

    private static FormatException Error(int number, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {number}: {what}"));
}
