using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Reads a settings file: the subset of TOML that the original reads. <c>key = value</c> lines; values are true, false,
/// a decimal integer without leading zeros, or a 'single-quoted' string; <c>#</c> begins a comment; LF or CRLF.
/// </summary>
public static class ServiceSettingsReader
{
    /// <summary>Longest file read (arbitrary: real ones have a few lines).</summary>
    public const int MaxFileSize = 65536;

    /// <summary>Reads the content of a settings file.</summary>
    /// <param name="content">Bytes of the file.</param>
    /// <param name="unknownKeys">Keys that mean nothing here; they are worth a log line, not a failure.</param>
    /// <exception cref="FormatException">
    /// The file is not valid; the message names the line, where there is one. The call fails with 125.
    /// </exception>
    public static ServiceSettings Read(ReadOnlySpan<byte> content, out IReadOnlyList<string> unknownKeys)
    {
        if (content.Length > MaxFileSize)
        {
            throw new FormatException($"the file has {content.Length} bytes, allowed are {MaxFileSize}");
        }

        if (content.Contains((byte)0))
        {
            throw new FormatException("the file holds a NUL byte");
        }

        // One char per byte, so that a comment may be in any encoding; only texts have to be UTF-8.
        string[] lines = Encoding.Latin1.GetString(content).Split('\n');
        List<string> unknown = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        ServiceSettings settings = ServiceSettings.Default;
        for (int i = 0; i < lines.Length; i++)
        {
            // A CR belongs to the line end only when the LF is there.
            bool ended = i < lines.Length - 1;
            string line = ended && lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
            if (line.Length > 0 && line[0] != '#')
            {
                settings = ReadLine(settings, new SettingLine(line.TrimEnd(' ', '\t'), i + 1), seen, unknown);
            }
        }

        if (settings.ForceUser is not null
            && (settings.SkipServiceDescriptor || settings.ExitOnClientEof || settings.ExitOnServiceEof))
        {
            throw new FormatException("force-user is for executables, the descriptor and eof settings are for sockets");
        }

        unknownKeys = unknown;
        return settings;
    }

    private static ServiceSettings ReadLine(
        ServiceSettings settings, SettingLine line, HashSet<string> seen, List<string> unknown)
    {
        (string key, object value) = line.Read();
        if (IsKnown(key) && !seen.Add(key))
        {
            throw line.Error($"{key} is given twice");
        }

        switch (key)
        {
            case "wait-for-session":
                bool wait = value is ulong and < 2 ? value is 1ul : line.Boolean(key, value);
                return settings with { WaitForSession = wait };
            case "force-user":
                return settings with { ForceUser = line.Text(key, value) };
            case "skip-service-descriptor":
                return settings with { SkipServiceDescriptor = line.Boolean(key, value) };
            case "exit-on-client-eof":
                return settings with { ExitOnClientEof = line.Boolean(key, value) };
            case "exit-on-service-eof":
                return settings with { ExitOnServiceEof = line.Boolean(key, value) };
            default:
                unknown.Add(key);
                return settings;
        }
    }

    private static bool IsKnown(string key) => key is "wait-for-session" or "force-user" or "skip-service-descriptor"
        or "exit-on-client-eof" or "exit-on-service-eof";
}
