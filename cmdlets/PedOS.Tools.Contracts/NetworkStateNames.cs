namespace PedOS.Tools.Contracts;

/// <summary>
/// Where <c>network-setup</c> remembers how the network was before it changed it. Removing the product puts that back,
/// and leaves none of these behind, nor what <c>pedos-rpc</c> keeps in the same folder.
/// </summary>
public static class NetworkStateNames
{
    /// <summary>The folder, below that of the program (<c>network-setup --state-dir</c>).</summary>
    public const string Folder = "state";

    /// <summary>The file that says how the network was; there is none when nothing was changed.</summary>
    public const string Before = "network-before.json";

    /// <summary>The same while it is written.</summary>
    public const string BeforeNew = Before + ".new";

    /// <summary>The same when it could not be understood.</summary>
    public const string BeforeDamaged = Before + ".damaged";

    /// <summary>What the clock was told and did not believe.</summary>
    public const string Clock = "clock-told.txt";

    /// <summary>The same while it is written.</summary>
    public const string ClockNew = Clock + ".new";

    /// <summary>The file that a running program keeps open: only one of them can know what was before.</summary>
    public const string Lock = "lock";
}
