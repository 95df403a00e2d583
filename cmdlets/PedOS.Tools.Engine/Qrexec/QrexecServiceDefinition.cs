namespace PedOS.Tools.Engine.Qrexec;

/// <summary>A service that other machines may call.</summary>
/// <param name="Name">Its name, with <c>+ARGUMENT</c> when it is for one argument alone.</param>
/// <param name="Command">First line of its definition: the program and its arguments, or a TCP address.</param>
/// <param name="Kind">What answers a call.</param>
/// <param name="Path">The definition file, as the machine sees it.</param>
public sealed record QrexecServiceDefinition(string Name, string Command, QrexecServiceKind Kind, string Path)
{
    /// <summary>The command as a terminal may show it.</summary>
    public string ShownCommand => DisplayText.Line(Command);
}
