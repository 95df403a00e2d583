using System.Text;
using System.Text.RegularExpressions;
using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>The text of an INF: sections of lines, the way SetupAPI reads them.</summary>
public sealed partial class InfFile
{
    private const int MaxLength = 1024 * 1024;
    private const int WindowsWestern = 1252;

    private readonly Dictionary<string, List<InfLine>> _sections = new(StringComparer.OrdinalIgnoreCase);

    private InfFile(string text)
    {
        List<InfLine>? section = null;
        string begun = "";
        foreach (string line in text.Split('\n'))
        {
            string whole = begun + WithoutRemark(line).Trim();
            if (whole.EndsWith('\\'))
            {
                begun = whole[..^1];
                continue;
            }

            begun = "";
            if (whole.StartsWith('['))
            {
                // A section that is there twice is one.
                string name = whole.Trim('[', ']').Trim();
                section = _sections.TryGetValue(name, out List<InfLine>? known) ? known : [];
                _sections[name] = section;
            }
            else if (whole.Length > 0)
            {
                section?.Add(Line(whole));
            }
        }
    }

    /// <summary>Reads one: UTF-16 or UTF-8 with a mark, UTF-8, or the letters of western Windows.</summary>
    /// <exception cref="BuildException">It is too long, or no text.</exception>
    public static InfFile Read(string path)
    {
        var file = new FileInfo(path);
        if (file.Length > MaxLength)
        {
            throw new BuildException($"{path} has {file.Length} bytes, which no INF has: put the driver's INF there");
        }

        string text = Decode(File.ReadAllBytes(path));
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new BuildException($"{path} is no text: save the INF as UTF-16 with a byte order mark, or as ANSI")
            : new InfFile(text);
    }

    /// <summary>Names of the sections.</summary>
    public IReadOnlyCollection<string> Sections => _sections.Keys;

    /// <summary>The lines of a section, whatever the case of its name; none when it is not there.</summary>
    public IReadOnlyList<InfLine> Lines(string section) =>
        _sections.TryGetValue(section, out List<InfLine>? lines) ? lines : [];

    /// <summary>The first value of a key; "" when it is not there.</summary>
    public string Value(string section, string key, int index = 0)
    {
        InfLine? line = Lines(section).FirstOrDefault(l => l.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        return line is null ? "" : Text(line[index]);
    }

    /// <summary>A value with the strings of the INF put in; one that is not there stays as it is written.</summary>
    public string Text(string value) => StringName().Replace(value, found =>
    {
        string name = found.Groups[1].Value;
        InfLine? line = Lines("Strings").FirstOrDefault(l => l.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return name.Length == 0 ? "%" : line is null ? found.Value : line[0];
    });

    private static string Decode(byte[] bytes)
    {
        switch (bytes)
        {
            case [0xff, 0xfe, ..]:
                return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
            case [0xef, 0xbb, 0xbf, ..]:
                return Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3);
            default:
                try
                {
                    return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
                }
                catch (DecoderFallbackException)
                {
                    return CodePagesEncodingProvider.Instance.GetEncoding(WindowsWestern)!.GetString(bytes);
                }
        }
    }

    private static InfLine Line(string line)
    {
        int equals = Outside(line, '=').FirstOrDefault(-1);
        string key = equals < 0 ? "" : Unquoted(line[..equals]);
        string rest = line[(equals + 1)..];
        List<string> values = [];
        int begin = 0;
        foreach (int comma in Outside(rest, ',').Append(rest.Length))
        {
            values.Add(Unquoted(rest[begin..comma]));
            begin = comma + 1;
        }

        return new InfLine(key, values);
    }

    private static string WithoutRemark(string line)
    {
        int remark = Outside(line, ';').FirstOrDefault(-1);
        return remark < 0 ? line : line[..remark];
    }

    // Where a sign stands outside quotes; two quotes inside are one of the text and change nothing.
    private static IEnumerable<int> Outside(string text, char sign)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[i] == sign && !isQuoted)
            {
                yield return i;
            }
        }
    }

    private static string Unquoted(string text)
    {
        string value = text.Trim();
        return value.Length > 1 && value[0] == '"' && value[^1] == '"'
            ? value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
            : value;
    }

    [GeneratedRegex("%([^%]*)%")]
    private static partial Regex StringName();
}
