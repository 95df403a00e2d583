namespace PedOS.Rpc.Files;

/// <summary>What one call may bring.</summary>
/// <param name="MaxBytes">Most bytes of all files and links together.</param>
/// <param name="MaxEntries">Most files, folders and links; a folder counts each time it is sent.</param>
/// <param name="ReservedBytes">Bytes that stay free on the volume.</param>
internal sealed record ReceiveLimits(ulong MaxBytes, ulong MaxEntries, ulong ReservedBytes)
{
    /// <summary>
    /// As many bytes as there is room for. The other two are arbitrary: more files than anybody copies by hand, and
    /// what a system needs to go on when its disk is full.
    /// </summary>
    public static ReceiveLimits Default { get; } = new(long.MaxValue, 2_000_000, 64UL << 20);
}
