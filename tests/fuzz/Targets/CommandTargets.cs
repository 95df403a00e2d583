using System.Text;
using System.Text.RegularExpressions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>Commands from dom0.</summary>
internal static partial class CommandTargets
{
    public static void Command(ReadOnlySpan<byte> input)
    {
        string bytes = Encoding.Latin1.GetString(input);
        Match match = CommandText().Match(bytes);
        string rest = match.Groups[3].Value;
        bool isService = rest.StartsWith("QUBESRPC", StringComparison.Ordinal);
        bool proper = match.Success && !input.Contains((byte)0) && Slow.IsUtf8(input)
            && (!isService || (rest.StartsWith("QUBESRPC ", StringComparison.Ordinal) && IsCall(rest[9..])));

        long before = GC.GetAllocatedBytesForCurrentThread();
        QrexecCommand? command = QrexecCommand.TryParse(input, out string problem);
        Check.Allocated(before, input.Length);
        Check.Same(proper, command is not null);
        Check.Same(proper, problem.Length == 0);
        if (command is null)
        {
            return;
        }

        Check.Same(isService, command.Service is not null);
        Check.Same(match.Groups[2].Success, command.NoGui);
        string prefix = command.User + ":" + (command.NoGui ? "nogui:" : "") + (isService ? "QUBESRPC " : "");
        Check.SameBytes(input, Encoding.UTF8.GetBytes(prefix + command.Text));
        Check.That(command.User.Length > 0 && !command.User.Contains(':', StringComparison.Ordinal));
        if (command.Service is not null)
        {
            CheckCall(command.Text, command.Service);
        }
    }

    public static void ServiceCall(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        ServiceCall? call = Protocols.Qrexec.ServiceCall.TryParse(text, out string problem);
        Check.Same(IsCall(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))), call is not null);
        Check.Same(call is not null, problem.Length == 0);
        if (call is not null)
        {
            CheckCall(text, call);
        }
    }

    // The text has one char per byte here.
    private static bool IsCall(string text)
    {
        Match match = CallText().Match(text);
        int name = match.Groups[1].Length, argument = match.Groups[2].Length;
        return match.Success && name <= 255 && name + argument <= 65000;
    }

    private static void CheckCall(string text, ServiceCall call)
    {
        Check.Same(call.Argument is null ? call.Name : call.Name + "+" + call.Argument, call.FullName);
        Check.That(!call.Name.Contains('+', StringComparison.Ordinal) && call.Name.Length > 0);
        Check.Same(call.Argument is null ? call.Name + "+" : call.FullName, call.Descriptor);
        Check.That(text == call.FullName + " " + call.Source
            || text.StartsWith(call.FullName + " " + call.Source + " ", StringComparison.Ordinal));

        string[] words = [.. Words().Matches(text).Select(m => m.Value)];
        Check.Same(words.Length is 2 or 4, call.IsRunnable);
        Check.Same(words.Length == 4 ? words[2] : null, call.TargetType);
        Check.Same(words.Length == 4 ? words[3] : null, call.Target);
        Check.Same(words[0], call.FullName);
        Check.Same(words[1], call.Source);
    }

    [GeneratedRegex(@"\A([^:]+):(?>(nogui:)?)([\s\S]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex CommandText();

    [GeneratedRegex(@"\A([^ +]+)((?:\+[^ ]*)?) [^ ]+", RegexOptions.CultureInvariant)]
    private static partial Regex CallText();

    [GeneratedRegex("[^ ]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
