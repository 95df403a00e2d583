using System.Text;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>Makes lines of UTF-8 text from bytes that come in pieces.</summary>
public sealed class TextLines
{
    // A line is cut here, so that a service without line ends does not take all memory (arbitrary).
    private const int MaxLine = 64 * 1024 * 1024;

    private readonly Decoder _decoder = new UTF8Encoding(false, false).GetDecoder();
    private readonly StringBuilder _line = new();

    /// <summary>Takes bytes in.</summary>
    /// <returns>The lines that they complete.</returns>
    public IReadOnlyList<string> Add(byte[] bytes)
    {
        char[] text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int count = _decoder.GetChars(bytes, 0, bytes.Length, text, 0, flush: false);
        List<string> lines = [];
        int start = 0;
        for (int end; (end = Array.IndexOf(text, '\n', start, count - start)) >= 0; start = end + 1)
        {
            _line.Append(text, start, end - start);
            lines.Add(Cut());
        }

        _line.Append(text, start, count - start);
        if (_line.Length > MaxLine)
        {
            lines.Add(Cut());
        }

        return lines;
    }

    /// <summary>The last line, when it has no end.</summary>
    public string? Finish() => _line.Length > 0 ? Cut() : null;

    private string Cut()
    {
        bool hasReturn = _line.Length > 0 && _line[_line.Length - 1] == '\r';
        string line = _line.ToString(0, _line.Length - (hasReturn ? 1 : 0));
        _line.Clear();
        return line;
    }
}
