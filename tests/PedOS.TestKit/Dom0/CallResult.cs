using System.Text;
using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.Dom0;

/// <summary>How a call ended.</summary>
/// <param name="ExitCode">Null: the channel was lost before an exit code came.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Messages">Headers of the messages received after the handshake, in order.</param>
public sealed record CallResult(int? ExitCode, byte[] Output, byte[] Error, IReadOnlyList<MessageHeader> Messages)
{
    /// <summary>Standard output as text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output);

    /// <summary>Standard error as text.</summary>
    public string ErrorText => Encoding.UTF8.GetString(Error);
}
