namespace PedOS.Agents.Windows.Pipes;

/// <summary>How one overlapped operation ended.</summary>
/// <param name="Error">Windows error number, 0 when it went well.</param>
/// <param name="Bytes">Bytes moved.</param>
internal readonly record struct PipeResult(int Error, int Bytes);
