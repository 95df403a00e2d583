namespace PedOS.Setup;

/// <summary>What the program is asked to do.</summary>
internal enum SetupVerb
{
    /// <summary>Adds components, or replaces what is installed by a newer version.</summary>
    Install,

    /// <summary>Removes components, or everything.</summary>
    Uninstall,

    /// <summary>Makes what is installed whole again.</summary>
    Repair,

    /// <summary>Says what is installed.</summary>
    Status,

    /// <summary>Compares what is there with what was installed.</summary>
    Test,

    /// <summary>Shows or changes how much the programs log.</summary>
    LogLevel,

    /// <summary>Finishes an operation that was interrupted.</summary>
    Resume,

    /// <summary>Puts back what an operation changed.</summary>
    Undo,

    /// <summary>Does what waited for the first start of an image; for the service that the installation left.</summary>
    FirstStart,
}
