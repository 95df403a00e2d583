namespace PedOS.Tools.Engine.Volumes;

/// <summary>
/// Paths of the form <c>\\?\C:\...</c>, with which files of any length and name are opened. .NET Framework takes them
/// in a program that was made for 4.6.2 or later, or says so by a switch; powershell.exe need not do either.
/// </summary>
public static class LongPaths
{
    /// <summary>The switch of .NET Framework that makes it read paths as before 4.6.2, without this form.</summary>
    public const string LegacySwitch = "Switch.System.IO.UseLegacyPathHandling";

    /// <summary>The switch of .NET Framework that makes it refuse what is longer than 260 UTF-16 units.</summary>
    public const string BlockSwitch = "Switch.System.IO.BlockLongPaths";

    private const string Sample = @"\\?\C:\";

    /// <summary>
    /// Asks for them in this process. It counts when nothing has asked for a path before: the runtime looks once.
    /// </summary>
    public static void Allow()
    {
        AppContext.SetSwitch(LegacySwitch, false);
        AppContext.SetSwitch(BlockSwitch, false);
    }

    /// <summary>Why the runtime of this process does not take them; empty when it does.</summary>
    /// <param name="take">Gives it one; opens nothing.</param>
    internal static string Problem(Action<string> take)
    {
        try
        {
            take(Sample);
            return string.Empty;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException)
        {
            return e.Message;
        }
    }
}
