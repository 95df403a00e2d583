using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>What follows <c>QUBESRPC </c> in a command: <c>NAME[+ARGUMENT] SOURCE [TYPE TARGET]</c>.</summary>
/// <param name="FullName">Descriptor exactly as received.</param>
/// <param name="Name">Part before the first <c>+</c>, 1..255 bytes.</param>
/// <param name="Argument">Part after the first <c>+</c>, may be empty; null when there was no <c>+</c>.</param>
/// <param name="Source">The calling machine.</param>
/// <param name="TargetType">
/// <c>name</c>, <c>keyword</c>, something else, or null when the command has only two words.
/// </param>
/// <param name="Target">What the caller asked for; null together with <paramref name="TargetType"/>.</param>
/// <param name="IsRunnable">
/// Whether an executable service may be started: the command has exactly 2 or 4 words. Socket services do not mind.
/// </param>
public sealed record ServiceCall(
    string FullName, string Name, string? Argument, string Source, string? TargetType, string? Target, bool IsRunnable)
{
    /// <summary>
    /// The descriptor under which files are looked up first: <c>NAME+ARGUMENT</c>, <c>NAME+</c> without argument.
    /// </summary>
    public string Descriptor => Argument is null ? FullName + "+" : FullName;

    /// <summary>A call of a service by its name alone, without an argument and a target.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="source">The calling machine.</param>
    public static ServiceCall Of(string name, string source) => new(name, name, null, source, null, null, true);

    /// <summary>Parses the words of a service call.</summary>
    /// <returns>Null with the reason in <paramref name="problem"/> when malformed.</returns>
    public static ServiceCall? TryParse(string text, out string problem)
    {
        problem = Check(text, out string descriptor, out string source);
        if (problem.Length > 0)
        {
            return null;
        }

        int plus = descriptor.IndexOf('+', StringComparison.Ordinal);
        string name = plus < 0 ? descriptor : descriptor[..plus];
        if (name.Length == 0)
        {
            problem = "the service name is empty";
            return null;
        }

        if (Encoding.UTF8.GetByteCount(name) > QrexecAbi.NAME_MAX)
        {
            problem = $"the service name is longer than {QrexecAbi.NAME_MAX} bytes";
            return null;
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool four = words.Length == 4;
        return new ServiceCall(
            descriptor,
            name,
            plus < 0 ? null : descriptor[(plus + 1)..],
            source,
            four ? words[2] : null,
            four ? words[3] : null,
            four || words.Length == 2);
    }

    private static string Check(string text, out string descriptor, out string source)
    {
        descriptor = source = string.Empty;
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return "no space after the service descriptor";
        }

        if (space == 0)
        {
            return "the service descriptor is empty";
        }

        descriptor = text[..space];
        if (Encoding.UTF8.GetByteCount(descriptor) > QrexecAbi.MAX_SERVICE_NAME_LEN)
        {
            return $"the service descriptor is longer than {QrexecAbi.MAX_SERVICE_NAME_LEN} bytes";
        }

        string rest = text[(space + 1)..];
        int end = rest.IndexOf(' ', StringComparison.Ordinal);
        source = end < 0 ? rest : rest[..end];
        return source.Length == 0 ? "the source machine is empty" : string.Empty;
    }
}
