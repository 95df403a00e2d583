using System.Text;
using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>Rules on the text of any file.</summary>
public static partial class LintRules
{
    public const int MaxColumns = 120;
    public const int MaxCodeLines = 400;

    private static readonly string[] KnownHosts =
    [
        "dotnet.microsoft.com", "learn.microsoft.com", "schemas.microsoft.com",
        "schemas.openxmlformats.org", "purl.org",
        "keepachangelog.com", "semver.org", "www.qubes-os.org", "doc.qubes-os.org",
    ];

    public static IEnumerable<string> Check(SourceFile file)
    {
        if (file.IsBinary)
        {
            return [];
        }

        IEnumerable<string> findings = [.. CheckBytes(file), .. CheckNames(file)];
        return file.Path == "LICENSE" ? CheckBytes(file) : findings;
    }

    private static IEnumerable<string> CheckBytes(SourceFile file)
    {
        byte[] bytes = file.Bytes;
        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            yield return $"{file.Path}: starts with a byte order mark";
        }

        if (bytes.Length == 0 || bytes[^1] != '\n' || bytes.AsSpan().EndsWith("\n\n"u8))
        {
            yield return $"{file.Path}: must end with exactly one line end";
        }

        if (bytes.Contains((byte)'\r'))
        {
            yield return $"{file.Path}: has carriage returns";
        }

        if (!IsUtf8(bytes))
        {
            yield return $"{file.Path}: is not UTF-8";
        }

        for (int i = 0; i < file.Lines.Count; i++)
        {
            string line = file.Lines[i];
            if (line.Contains('\t', StringComparison.Ordinal) && file.Name is not "Makefile")
            {
                yield return $"{file.Path}:{i + 1}: has a tab";
            }

            if (line.EndsWith(' '))
            {
                yield return $"{file.Path}:{i + 1}: ends with a blank";
            }

            if (file.IsScript && !Ascii.IsValid(line))
            {
                yield return $"{file.Path}:{i + 1}: scripts are ASCII";
            }

            if ((file.IsCode || file.IsScript) && line.EnumerateRunes().Count() > MaxColumns)
            {
                yield return $"{file.Path}:{i + 1}: is longer than {MaxColumns} columns";
            }
        }

        if (file.IsCode && file.Lines.Count > MaxCodeLines)
        {
            yield return $"{file.Path}: has {file.Lines.Count} lines, at most {MaxCodeLines} fit one room";
        }
    }

    private static IEnumerable<string> CheckNames(SourceFile file)
    {
        for (int i = 0; i < file.Lines.Count; i++)
        {
            if (MachinePath().Match(file.Lines[i]) is { Success: true } path)
            {
                yield return $"{file.Path}:{i + 1}: names a folder of one machine: {path.Value}";
            }

            if (file.IsCode && FixedLimit().IsMatch(file.Lines[i]))
            {
                yield return $"{file.Path}:{i + 1}: a limit of a test grows with the load: PatientFact, PatientTheory";
            }

            foreach (Match host in Host().Matches(file.Lines[i]))
            {
                string name = host.Groups[1].Value;
                if (!KnownHosts.Contains(name, StringComparer.Ordinal)
                    && name is not "localhost"
                    && !name.EndsWith(".example", StringComparison.Ordinal)
                    && !name.EndsWith(".invalid", StringComparison.Ordinal))
                {
                    yield return $"{file.Path}:{i + 1}: names the host {name}";
                }
            }
        }
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            _ = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\([^\]]*\bTimeout = ")]
    private static partial Regex FixedLimit();

    [GeneratedRegex(@"(?<![\w.$}/])/(?:work|farm|tmp/(?:wt|peers))\b", RegexOptions.CultureInvariant)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\bhttps?://([A-Za-z0-9.-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
