using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// A command from dom0: <c>USER:[nogui:]REST</c>, where REST is either <c>QUBESRPC DESCRIPTOR SOURCE [TYPE TARGET]</c>
/// or a command for the user's shell.
/// </summary>
/// <param name="User">Who runs it; never empty.</param>
/// <param name="NoGui">True when <c>nogui:</c> was given: do not wait for a session.</param>
/// <param name="Text">Shell command, or everything after <c>QUBESRPC </c>.</param>
/// <param name="Service">The service call, null for a shell command.</param>
public sealed record QrexecCommand(string User, bool NoGui, string Text, ServiceCall? Service)
{
    private const string NoGuiPrefix = "nogui:";
    private const string ServicePrefix = "QUBESRPC";

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Parses a command as received.</summary>
    /// <returns>
    /// The command, or null with the reason in <paramref name="problem"/>; the call then fails with exit code 125.
    /// </returns>
    public static QrexecCommand? TryParse(ReadOnlySpan<byte> command, out string problem)
    {
        if (command.Contains((byte)0))
        {
            problem = "the command holds a NUL byte";
            return null;
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(command);
        }
        catch (DecoderFallbackException)
        {
            problem = "the command is not UTF-8";
            return null;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            problem = "the command has no user: no colon";
            return null;
        }

        string user = text[..colon];
        if (user.Length == 0)
        {
            problem = "the command has an empty user";
            return null;
        }

        string rest = text[(colon + 1)..];
        bool noGui = rest.StartsWith(NoGuiPrefix, StringComparison.Ordinal);
        if (noGui)
        {
            rest = rest[NoGuiPrefix.Length..];
        }

        problem = string.Empty;
        if (!rest.StartsWith(ServicePrefix, StringComparison.Ordinal))
        {
            return new QrexecCommand(user, noGui, rest, null);
        }

        if (rest.Length == ServicePrefix.Length || rest[ServicePrefix.Length] != ' ')
        {
            problem = "QUBESRPC is not followed by a space";
            return null;
        }

        rest = rest[(ServicePrefix.Length + 1)..];
        ServiceCall? call = ServiceCall.TryParse(rest, out problem);
        return call is null ? null : new QrexecCommand(user, noGui, rest, call);
    }
}
