using PedOS.Tools.Engine;

namespace PedOS.Setup;

/// <summary>What the program ends with; <c>docs/setup.md</c> has the same table for people.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; what had been changed was put back.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Done, and Windows has to be restarted before everything works.</summary>
    public const int RestartNeeded = 3;

    /// <summary>Refused before anything was changed.</summary>
    public const int Refused = 4;

    /// <summary>Another operation runs on this machine.</summary>
    public const int Busy = 5;

    /// <summary>An operation was begun and neither finished nor put back.</summary>
    public const int Unfinished = 6;

    /// <summary>A check failed.</summary>
    public const int Unhealthy = 7;

    /// <summary>The tools are not installed.</summary>
    public const int NotInstalled = 8;

    /// <summary>Stopped by the user; what had been changed was put back.</summary>
    public const int Cancelled = 130;

    /// <summary>
    /// The code as the actions of the MSI want it, for which every other one than 0 and <see cref="RestartNeeded"/> is
    /// a failure.
    /// </summary>
    public static int ForInstaller(int code) => code is NotInstalled ? Done : code;

    /// <summary>The code for a failure.</summary>
    /// <param name="error">Its id.</param>
    /// <param name="hasBegun">Whether the machine was being changed.</param>
    public static int Of(SetupError error, bool hasBegun) => error switch
    {
        SetupError.InvalidArgument or SetupError.UnknownComponent or SetupError.ImpossibleSelection => Usage,
        SetupError.Busy => Busy,
        SetupError.UnfinishedOperation => Unfinished,
        SetupError.NotInstalled => NotInstalled,
        SetupError.Cancelled => Cancelled,
        SetupError.Internal => Failed,
        _ => hasBegun ? Failed : Refused,
    };
}
