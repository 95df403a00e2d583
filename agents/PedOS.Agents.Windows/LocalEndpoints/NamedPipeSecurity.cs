using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>Who may do what with a local endpoint.</summary>
internal static class NamedPipeSecurity
{
    /// <summary>
    /// What a client asks for: read and write data, read attributes, READ_CONTROL, SYNCHRONIZE. Not GENERIC_WRITE,
    /// which contains FILE_APPEND_DATA, the right to create an instance of the pipe.
    /// </summary>
    public const uint ClientAccess = 0x0012_0083;

    /// <summary>
    /// The descriptor, entry by entry: nothing is inherited; whoever came over the network is denied; LocalSystem,
    /// Administrators and the account the agent runs as have full access; whoever is logged on interactively, at the
    /// console or over RDP, may connect, read and write, and may not create an instance.
    /// </summary>
    public static string Sddl { get; } =
        $"D:P(D;;FA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{TokenAccount.Own.Sid})(A;;0x{ClientAccess:x};;;IU)";
}
