using System.Text;
using PedOS.Agents.Files;
using Xunit;

namespace PedOS.Agents.Tests.Files;

public sealed class WindowsNameTests
{
    private static readonly string[] Fragments =
    [
        "", "a", "B", "ß", "Büro", "ığİI", "日本語", "ملف", "𝒳", "e\u0301", ".", "..", " ", "  ", ":", "*", "?", "\"",
        "<", ">", "|", "\\", "\t", "\n", "\u001b[2J", "\u007f", "\u0085", "\u202e", "\u200f", "\u2028", "\ufeff",
        "%", "%%", "%41", "%4", "%2e", "%2E", "%~", "~", "~1", "CON", "con", "Nul", "COM1", "com\u00b9", "LPT9", "AUX",
        "PRN", "CONIN$", "COM10", ".txt", ".tar.gz", "$DATA", "::$INDEX_ALLOCATION",
    ];

    /// <summary>Names of two and three fragments, and of bytes that are no text.</summary>
    private static List<byte[]> Corpus()
    {
        List<byte[]> names = [];
        foreach (string one in Fragments)
        {
            foreach (string two in Fragments)
            {
                names.Add(Encoding.UTF8.GetBytes(one + two));
            }
        }

        Random random = new(20261130);
        for (int i = 0; i < 3000; i++)
        {
            names.Add(Encoding.UTF8.GetBytes(string.Concat(random.GetItems(Fragments, 3))));
            byte[] bytes = new byte[random.Next(1, 12)];
            random.NextBytes(bytes);
            names.Add(bytes);
        }

        return [.. names
            .Where(static n => n.Length > 0 && !n.Contains((byte)0) && !n.Contains((byte)'/'))
            .Where(static n => !n.AsSpan().SequenceEqual("."u8) && !n.AsSpan().SequenceEqual(".."u8))
            .DistinctBy(Convert.ToHexString)];
    }

    [Fact]
    public void EveryName_CanBeHeld_AndReadAgain_AndStaysItsOwn()
    {
        List<byte[]> corpus = Corpus();
        Assert.True(corpus.Count > 6000, $"{corpus.Count} names");
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        foreach (byte[] name in corpus)
        {
            string hex = Convert.ToHexString(name);
            string text = WindowsName.From(name);
            Assert.True(CanHold(text), $"{hex} -> {text}");
            Assert.True(WindowsName.TryRead(text, out byte[] again), $"{hex} -> {text}");
            Assert.Equal(hex, Convert.ToHexString(again));
            Assert.True(seen.TryAdd(text, hex), $"{hex} and {seen[text]} -> {text}");
        }
    }

    [Theory]
    [InlineData("Bericht 2026.txt", "Bericht 2026.txt")]
    [InlineData("ığ ملف 日本語", "ığ ملف 日本語")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("CON", "%43ON")]
    [InlineData("con.txt", "%63on.txt")]
    [InlineData("NUL .txt", "%4EUL .txt")]
    [InlineData("COM0", "%43OM0")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("COM10", "COM10")]
    [InlineData("a.", "a%2E")]
    [InlineData("a..", "a.%2E")]
    [InlineData(" ", "%20")]
    [InlineData("100%", "100%")]
    [InlineData("100%~", "100%25~")]
    [InlineData("%41", "%2541")]
    [InlineData("%4a", "%4a")]
    [InlineData("txt\u202eexe", "txt%E2%80%AEexe")]
    public void Names_AreMarkedOnlyWhereTheyMustBe(string name, string expected) =>
        Assert.Equal(expected, WindowsName.From(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData(255, "n", "", false)]
    [InlineData(256, "n", "", true)]
    [InlineData(251, "n", ".txt", false)]
    [InlineData(252, "n", ".txt", true)]
    [InlineData(86, "日", "", false)]
    [InlineData(16000, "日", ".tar.gz", true)]
    [InlineData(85, ":", "", false)]
    [InlineData(86, ":", "", true)]
    [InlineData(200, "𝒳", ".x", true)]
    [InlineData(1, "n", ".nnnnnnnnnnnnnnnn", false)]
    public void LongNames_AreCut_AndKeepTheirExtension(int count, string unit, string extension, bool cut)
    {
        byte[] name = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, count)) + extension);
        string text = WindowsName.From(name);
        Assert.True(CanHold(text), text);
        Assert.Equal(!cut, WindowsName.TryRead(text, out byte[] again));
        Assert.Equal(cut ? [] : name, again);
        if (cut)
        {
            Assert.InRange(text.Length, WindowsName.MaxLength - 5, WindowsName.MaxLength);
            string last = extension.Length == 0 ? "" : extension[extension.LastIndexOf('.')..];
            Assert.EndsWith(last, text, StringComparison.Ordinal);
            byte[] other = [.. name];
            other[count / 2] ^= 1;
            Assert.NotEqual(text, WindowsName.From(other));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void From_RefusesWhatIsNoName(string name) =>
        Assert.Throws<ArgumentException>(() => WindowsName.From(Encoding.UTF8.GetBytes(name)));

    // Windows' rules (Naming Files, Paths, and Namespaces), which no file system here has: no reserved character or
    // device, no dot or blank at the end, at most 255 units; and none of the marks that deceive.
    private static bool CanHold(string name)
    {
        string[] devices =
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. from d in (string[])["COM", "LPT"] from n in "0123456789¹²³" select d + n,
        ];
        return name.Length is > 0 and <= 255
            && name[^1] is not ('.' or ' ')
            && !name.Any(static c => c < ' ' || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal))
            && !name.Any(static c => c is '\u007f' or '\u0085' or '\u202e' or '\u200f' or '\u2028' or '\ufeff')
            && !devices.Contains(name.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase);
    }
}
