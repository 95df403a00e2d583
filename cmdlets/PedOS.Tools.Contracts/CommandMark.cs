namespace PedOS.Tools.Contracts;

/// <summary>
/// The pair of brackets around the text of a command, or of a part of one, wherever a program logs it. Passwords stand
/// in commands: what is between the brackets is replaced before a log is handed to somebody else.
/// </summary>
public static class CommandMark
{
    /// <summary>Begins the text of a command; a bracket that nobody types.</summary>
    public const char Open = '\u27e6';

    /// <summary>Ends it.</summary>
    public const char Close = '\u27e7';

    /// <summary>The text between the brackets. It cannot end them itself.</summary>
    public static string Around(string text) => Open + text.Replace(Open, '[').Replace(Close, ']') + Close;

    /// <summary>
    /// A service descriptor or the path of a file named like one: its argument is between the brackets.
    /// </summary>
    public static string AroundArgument(string descriptor)
    {
        int argument = descriptor.IndexOf('+') + 1;
        return argument == 0 || argument == descriptor.Length
            ? descriptor
            : descriptor.Substring(0, argument) + Around(descriptor.Substring(argument));
    }

    /// <summary>The text without brackets, for whoever sent the command.</summary>
    public static string Without(string text) =>
        text.Replace(Open.ToString(), string.Empty).Replace(Close.ToString(), string.Empty);
}
