namespace PedOS.Protocols;

/// <summary>The peer sent something its protocol does not allow; the connection must end.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">Stable id, PascalCase, for logs and tests.</param>
    /// <param name="message">What was wrong, with the offending value.</param>
    public ProtocolException(string errorId, string message)
        : base(message) => ErrorId = errorId;

    /// <summary>Stable id of the violation, for example <c>QrexecBodyTooLong</c>.</summary>
    public string ErrorId { get; }
}
