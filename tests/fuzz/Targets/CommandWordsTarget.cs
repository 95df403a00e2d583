using System.Text;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>The words of a command in the argument of a service.</summary>
internal static class CommandWordsTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string argument = Encoding.Latin1.GetString(input);
        bool isRead = CommandWords.TryRead(argument, out IReadOnlyList<string> words, out string problem);
        Check.Same(isRead, problem.Length == 0);
        Check.Same(isRead, words.Count > 0);
        if (!isRead)
        {
            return;
        }

        Check.Same(true, words[0].Length > 0);
        Check.Same(argument.Count(static c => c == '+') + 1, words.Count);
        Check.Same(false, words.Any(static w => w.Contains('\0', StringComparison.Ordinal)));
        Check.Same(true, CommandWords.TryRead(CommandWords.Write(words), out IReadOnlyList<string> again, out _));
        Check.Same(string.Join('\0', words), string.Join('\0', again));
    }
}
