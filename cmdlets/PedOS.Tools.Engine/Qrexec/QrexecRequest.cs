using System.Globalization;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>A service that is asked for in another machine.</summary>
/// <param name="Target">The machine, or a keyword of the policy such as <c>@default</c>.</param>
/// <param name="Service">The service, with <c>+ARGUMENT</c> when it has one.</param>
public sealed record QrexecRequest(string Target, string Service)
{
    // Fields of the message that asks for it, without their NUL.
    private const int MaxTarget = 63;
    private const int MaxDescriptor = 64999;

    // NAME_MAX: services are files.
    private const int MaxName = 255;

    /// <summary>
    /// Puts service and argument together. dom0 puts an underscore in the place of every character that it does not
    /// know, and would call another service than the one that was asked for: such names are refused here.
    /// </summary>
    /// <param name="target">The machine.</param>
    /// <param name="service">The service.</param>
    /// <param name="argument">Its argument; null for none.</param>
    /// <exception cref="SetupException">They would be read as something else.</exception>
    public static QrexecRequest Create(string target, string service, string? argument)
    {
        CheckTarget(target);
        if (service.StartsWith("-", StringComparison.Ordinal))
        {
            throw NotCalledSo(service);
        }

        if (argument is not null && service.IndexOf('+') >= 0)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{Short(service)} has an argument already",
                "Give the argument once: after the plus sign, or apart.");
        }

        string descriptor = argument is null ? service : service + "+" + argument;
        int plus = descriptor.IndexOf('+');
        Check("service", plus < 0 ? descriptor : descriptor.Substring(0, plus), "_-.", MaxName);
        Check("argument", plus < 0 ? "a" : descriptor.Substring(plus + 1), "_-.+", MaxDescriptor, mayBeEmpty: true);
        return descriptor.Length <= MaxDescriptor ? new(target, descriptor) : throw TooLong("service", MaxDescriptor);
    }

    /// <summary>Refuses a machine that could not be asked, or that dom0 would read as another one.</summary>
    /// <param name="target">The machine, or a keyword of the policy; <c>$</c> is the old spelling of <c>@</c>.</param>
    /// <exception cref="SetupException">It is no machine's name.</exception>
    public static void CheckTarget(string target)
    {
        if (target.StartsWith("-", StringComparison.Ordinal))
        {
            throw NotCalledSo(target);
        }

        Check("machine", target, "_-.@:$", MaxTarget);
    }

    private static void Check(string kind, string name, string punctuation, int most, bool mayBeEmpty = false)
    {
        if (name.Length > most)
        {
            throw TooLong(kind, most);
        }

        if ((name.Length == 0 && !mayBeEmpty) || !name.All(c => IsPlain(c) || punctuation.IndexOf(c) >= 0))
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"\"{Short(name)}\" cannot be the "
                    + (kind == "argument" ? "argument of a service" : $"name of a {kind}")
                    + ", dom0 would read it as another one",
                $"Use letters and digits of ASCII, and {string.Join(" ", punctuation.Select(static c => c))}.");
        }
    }

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static SetupException NotCalledSo(string name) => new(
        SetupError.InvalidArgument,
        $"neither a machine nor a service is called {Short(name)}",
        "Give the name of a machine, then that of a service.");

    private static SetupException TooLong(string kind, int most) => new(
        SetupError.InvalidArgument,
        $"the {kind} is too long",
        $"Give at most {most.ToString(CultureInfo.InvariantCulture)} characters; send more as input of the service.");

    private static string Short(string name) => name.Length <= MaxName ? name : name.Substring(0, MaxName) + "...";
}
