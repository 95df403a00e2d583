namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Builds what a machine sends to dom0 on the control channel. Every message is one the daemon accepts.
/// </summary>
public static class ControlWriter
{
    /// <summary>CONNECTION_TERMINATED: the call at <paramref name="address"/> has ended and its port is free.</summary>
    /// <exception cref="ArgumentException">The daemon would exit on this port.</exception>
    public static byte[] ConnectionTerminated(ChannelAddress address)
    {
        if (!address.IsValid)
        {
            throw new ArgumentException($"no call can be at {address}", nameof(address));
        }

        Span<byte> body = stackalloc byte[ChannelAddress.Size];
        address.Write(body);
        return MessageFrame.Build(MessageType.ConnectionTerminated, body);
    }

    /// <summary>The trigger message that fits the negotiated version.</summary>
    /// <param name="version">2..4.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="ident">Our name for the request.</param>
    /// <returns>
    /// Header and body; null when this version cannot carry the request: a source name before protocol 4, which must
    /// not turn silently into a request in our own name, or long names with protocol 2.
    /// </returns>
    public static byte[]? Trigger(uint version, TriggerRequest request, RequestIdent ident) => version switch
    {
        < 4 when !request.Source.IsEmpty => null,
        2 => Trigger2(request, ident),
        3 => MessageFrame.Build(MessageType.TriggerService3, request.ToBody(ident).AsSpan(TriggerRequest.NameSize)),
        _ => MessageFrame.Build(MessageType.TriggerService4, request.ToBody(ident)),
    };

    private static byte[]? Trigger2(TriggerRequest request, RequestIdent ident)
    {
        const int ServiceSize = 64, TargetSize = 32;
        if (request.Service.Length >= ServiceSize || request.Target.Length >= TargetSize)
        {
            return null;
        }

        Span<byte> body = stackalloc byte[ServiceSize + TargetSize + QrexecAbi.IdentSize];
        body.Clear();
        request.Service.CopyTo(body);
        request.Target.CopyTo(body[ServiceSize..]);
        ident.Write(body[(ServiceSize + TargetSize)..]);
        return MessageFrame.Build(MessageType.TriggerService, body);
    }
}
