namespace PedOS.Bench.Guests;

/// <summary>Where the original's programs are.</summary>
/// <param name="Agent">qrexec-agent.</param>
/// <param name="Daemon">qrexec-daemon.</param>
/// <param name="Client">qrexec-client.</param>
/// <param name="GuestClient">qrexec-client-vm.</param>
internal sealed record PeerPrograms(string Agent, string Daemon, string Client, string GuestClient)
{
    /// <summary>Finds them as the original's build leaves them.</summary>
    /// <exception cref="FileNotFoundException">One is not there.</exception>
    public static PeerPrograms In(string directory) => new(
        Find(directory, "agent", "qrexec-agent"),
        Find(directory, "daemon", "qrexec-daemon"),
        Find(directory, "daemon", "qrexec-client"),
        Find(directory, "agent", "qrexec-client-vm"));

    private static string Find(string directory, string folder, string program)
    {
        string path = Path.GetFullPath(Path.Combine(directory, folder, program));
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is not there; --peers takes the root of a built original", path);
    }
}
