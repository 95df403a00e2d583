namespace PedOS.Tools.Engine.Foreign;

/// <summary>The text of an INF as sections of lines, without remarks and as far as anybody looks into it.</summary>
internal sealed class InfSections
{
    private static readonly char[] LineEnds = ['\r', '\n'];
    private static readonly char[] Blanks = [' ', '\t', '"'];

    private readonly Dictionary<string, List<string>> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parts the text.</summary>
    public InfSections(string text)
    {
        List<string>? section = null;
        string begun = "";
        foreach (string line in text.Split(LineEnds))
        {
            string whole = begun + WithoutRemark(line).Trim();
            begun = "";
            if (whole.EndsWith("\\", StringComparison.Ordinal))
            {
                begun = whole.Substring(0, whole.Length - 1);
            }
            else if (whole.StartsWith("[", StringComparison.Ordinal))
            {
                // A section that is there twice is one.
                string name = whole.Trim('[', ']', ' ', '\t');
                section = _sections.TryGetValue(name, out List<string>? known) ? known : [];
                _sections[name] = section;
            }
            else if (whole.Length > 0)
            {
                section?.Add(whole);
            }
        }
    }

    /// <summary>Whether there is a section of the name, whatever its case.</summary>
    public bool Has(string section) => _sections.ContainsKey(section);

    /// <summary>The lines of a section; none when it is not there.</summary>
    public IEnumerable<string> Lines(string section) =>
        _sections.TryGetValue(section, out List<string>? lines) ? lines : [];

    /// <summary>What is left of the equals sign; "" when there is none.</summary>
    public static string KeyOf(string line) => line.IndexOf('=') is >= 0 and int equals
        ? line.Substring(0, equals).Trim(Blanks)
        : "";

    /// <summary>What is right of it, parted at commas, without quotes.</summary>
    public static string[] Values(string line) =>
        [.. line.Substring(line.IndexOf('=') + 1).Split(',').Select(static v => v.Trim(Blanks))];

    // A descriptor has semicolons, too: those between quotes begin no remark.
    private static string WithoutRemark(string line)
    {
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ';' && !isQuoted)
            {
                return line.Substring(0, i);
            }
        }

        return line;
    }
}
