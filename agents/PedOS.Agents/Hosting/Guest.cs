using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Settings;
using PedOS.Agents.Vchan;

namespace PedOS.Agents.Hosting;

/// <summary>
/// The system that a program runs on: what differs from one to the other and more than one program needs. There is one
/// for Windows and one for Linux. What a single program needs of its system it chooses where it is put together.
/// </summary>
/// <remarks>A native program carries only the members that it calls.</remarks>
public abstract class Guest
{
    /// <summary>Name of the system, as dom0 is told.</summary>
    public abstract string SystemName { get; }

    /// <summary>Where the local endpoints are.</summary>
    public abstract EndpointNames Endpoints { get; }

    /// <summary>Connects to local endpoints.</summary>
    public abstract ILocalConnector Connector { get; }

    /// <summary>The standard streams of this process.</summary>
    public abstract IStandardStreams Streams { get; }

    /// <summary>What every program does before it loads or starts anything.</summary>
    public abstract void Harden();

    /// <summary>Runs a program that is told to stop by whoever started it.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="workAsync">The work; its token is cancelled when it is to stop. Returns the exit code.</param>
    /// <returns>Exit code for the process.</returns>
    /// <exception cref="IOException">The service manager started this process and does not talk to it.</exception>
    public abstract Task<int> RunServiceAsync(string name, Func<CancellationToken, Task<int>> workAsync);

    /// <summary>Tells the service manager, where it wants to know, that the program is ready now.</summary>
    public abstract void ReportReady();

    /// <summary>Calls each time the machine woke up, or somebody asks for another look.</summary>
    /// <param name="resumed">Must return soon.</param>
    /// <returns>Ends it.</returns>
    public abstract IDisposable OnResume(Action resumed);

    /// <summary>Offers a local endpoint.</summary>
    /// <param name="endpoint">Path of the socket, or name of the pipe.</param>
    /// <param name="log">Where a client that cannot be told apart is reported.</param>
    /// <exception cref="IOException">It cannot be offered, perhaps because another program offers it.</exception>
    public abstract ILocalListener Listen(string endpoint, ILog log);

    /// <summary>Opens the flavour of vchan that this machine has; the caller's.</summary>
    /// <param name="time">Clock of its retries.</param>
    public abstract IVchanTransport OpenTransport(TimeProvider time);

    /// <summary>Opens the place of the settings; the caller's.</summary>
    /// <param name="time">Clock of the watch.</param>
    public abstract ISettingsStore OpenSettings(TimeProvider time);

    /// <summary>Opens the second place of a program's weighty messages; the caller's.</summary>
    /// <returns>Null where there is none for such a program.</returns>
    public abstract IEventLog? OpenEventLog(ProgramDescription program);

    /// <summary>
    /// Directories for logs when the configured one cannot be used, tried in order: the common one of the product, then
    /// one for temporary files.
    /// </summary>
    public abstract IReadOnlyList<string> LogDirectories { get; }

    /// <summary>Opens a directory for logs, after a look at who else may change it.</summary>
    /// <param name="directory">Its path.</param>
    /// <exception cref="UnauthorizedAccessException">Somebody else may.</exception>
    public abstract LogDirectory OpenLogDirectory(string directory);

    /// <summary>Takes a file to the disk.</summary>
    /// <param name="file">Open for writing.</param>
    /// <returns>0, or the system's error number.</returns>
    public abstract int FlushToDisk(FileStream file);

    /// <summary>Opens the list of who is logged on; the caller's.</summary>
    public abstract ISessions OpenSessions();

    /// <summary>Where a program of the product is: beside this one.</summary>
    /// <param name="name">Its name.</param>
    public abstract string PathOf(string name);

    /// <summary>A folder where a program may keep something that only administrators change.</summary>
    /// <param name="program">Its name.</param>
    public abstract string StateFolderOf(string program);
}
