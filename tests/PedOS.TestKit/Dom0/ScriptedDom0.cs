using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Dom0;

/// <summary>
/// The qrexec daemon of one guest with its policy, its clients and its services, in one object. It holds the guest to
/// the rules the real daemon enforces by exiting: what is broken is in <see cref="Violations"/>.
/// </summary>
public sealed class ScriptedDom0 : IAsyncDisposable
{
    private readonly IVchanPlace _place;
    private readonly PortTable _ports;
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<ServiceRequest> _requests = new();
    private readonly ConcurrentDictionary<Task, byte> _services = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedControlChannel? _control;
    private int _handshakes;

    /// <summary>Creates the daemon; <see cref="Start"/> lets it look for its guest.</summary>
    public ScriptedDom0(IVchanPlace place, Dom0Options? options = null)
    {
        _place = place;
        Options = options ?? new Dom0Options();
        _ports = new PortTable(Options.RotatesPorts);
    }

    /// <summary>How it behaves.</summary>
    public Dom0Options Options { get; }

    /// <summary>Rules the guest broke, in words; empty after a good test.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Requests that came from the guest, in order.</summary>
    public IReadOnlyCollection<ServiceRequest> Requests => _requests;

    /// <summary>Data ports in use.</summary>
    public int PortsInUse => _ports.InUse;

    /// <summary>Whether the control channel stands.</summary>
    public bool IsConnected => _connected.Task.IsCompletedSuccessfully;

    /// <summary>Handshakes done so far.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Bytes of the present control channel.</summary>
    public RawChannel Control => _control?.Raw ?? throw new InvalidOperationException("the agent is not connected");

    /// <summary>Begins to connect to the agent, for ever and again after each loss.</summary>
    public void Start()
    {
        _stop = new CancellationTokenSource();
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>Goes away, as a daemon that is killed: the control channel closes, services in dom0 end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await Task.WhenAll(_services.Keys);
    }

    /// <summary>Waits until the handshake with an agent is done.</summary>
    public async Task WaitForAgentAsync(CancellationToken cancellationToken)
    {
        Task connected;
        lock (_gate)
        {
            connected = _connected.Task;
        }

        await connected.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Waits until so many handshakes were done; tells an agent that came back from one that never left.
    /// </summary>
    public async Task WaitForHandshakesAsync(int count, CancellationToken cancellationToken)
    {
        while (Handshakes < count)
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Asks the guest to run a command; the data channel is opened by the returned call.</summary>
    /// <param name="command">As on the wire: <c>USER:[nogui:]REST</c>.</param>
    /// <param name="justExec">JUST_EXEC instead of EXEC_CMDLINE.</param>
    /// <param name="domain">Machine whose data channel it is: dom0, or another guest that calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Dom0Call> BeginAsync(
        string command, bool justExec = false, uint domain = 0, CancellationToken cancellationToken = default)
    {
        CallSlot slot = _ports.Allocate(domain);
        Dom0Call call = new(this, slot, _place.Listen(domain, Options.VmId, slot.Address.Port), justExec);
        await SendExecAsync(slot, command, justExec, cancellationToken);
        return call;
    }

    /// <summary>Asks the guest to run a command, and never makes the data channel for it.</summary>
    public async Task<Dom0Call> BeginSilentAsync(string command, CancellationToken cancellationToken)
    {
        CallSlot slot = _ports.Allocate(0);
        await SendExecAsync(slot, command, justExec: false, cancellationToken);
        return new Dom0Call(this, slot, null, justExec: false);
    }

    /// <summary>Runs a command to its end: input, end of input, outputs, exit code, end of the call.</summary>
    public async Task<CallResult> RunAsync(
        string command, ReadOnlyMemory<byte> input = default, CancellationToken cancellationToken = default)
    {
        await using Dom0Call call = await BeginAsync(command, cancellationToken: cancellationToken);
        return await call.RunAsync(input, cancellationToken);
    }

    /// <summary>Sends one control message.</summary>
    /// <returns>False when the agent is gone.</returns>
    public Task<bool> SendAsync(uint type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _control is { } control ? control.WriteAsync(type, body.Span, cancellationToken) : Task.FromResult(false);

    /// <summary>Sends bytes on the control channel as they are.</summary>
    /// <returns>False when the agent is gone.</returns>
    public Task<bool> SendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _control is { } control ? control.WriteRawAsync(bytes, cancellationToken) : Task.FromResult(false);

    /// <summary>Forgets the requests seen so far.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static void WriteAddress(Span<byte> body, ChannelAddress address)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(body, address.Domain);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], address.Port);
    }

    private async Task SendExecAsync(CallSlot slot, string command, bool justExec, CancellationToken cancellationToken)
    {
        byte[] body = new byte[8 + Encoding.UTF8.GetByteCount(command) + 1];
        WriteAddress(body, slot.Address);
        _ = Encoding.UTF8.GetBytes(command, body.AsSpan(8));
        if (!await SendAsync(justExec ? 0x201u : 0x200u, body, cancellationToken))
        {
            // There is no agent to hear it: the call is lost before it began.
            _ports.Withdraw(slot);
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                RawChannel raw =
                    await RawChannel.ConnectAsync(_place, Options.VmId, 0, 512, serverSpeaksFirst: true, stop);
                await using ScriptedControlChannel control = new(raw);
                await ServeAsync(control, stop);
            }
            catch (OperationCanceledException)
            {
                // Asked to stop.
            }
            catch (InvalidDataException e)
            {
                _violations.Enqueue(e.Message);
            }
            finally
            {
                Lose();
            }
        }
    }

    private async Task ServeAsync(ScriptedControlChannel control, CancellationToken stop)
    {
        if (!await control.HandshakeAsync(Options.Version, stop))
        {
            return;
        }

        _control = control;
        lock (_gate)
        {
            _ = _connected.TrySetResult();
            _handshakes++;
        }

        while (await control.ReadAsync(stop) is { } message)
        {
            await HandleAsync(control, message.Type, message.Body, stop);
        }
    }

    private async Task HandleAsync(ScriptedControlChannel control, uint type, byte[] body, CancellationToken stop)
    {
        if (type == 0x211)
        {
            ChannelAddress address = body.Length == 8
                ? ChannelAddress.Read(body)
                : throw new InvalidDataException($"CONNECTION_TERMINATED of {body.Length} bytes");
            if (_ports.Release(address) is { } problem)
            {
                _violations.Enqueue(problem);
            }

            return;
        }

        ServiceRequest request = ServiceRequest.Read(type, control.Version, body);
        _requests.Enqueue(request);
        PolicyAnswer answer = Options.Policy(request);
        if (answer.Service is { } service)
        {
            CallSlot slot = _ports.Allocate(0);
            byte[] connect = new byte[40];
            WriteAddress(connect, slot.Address);
            request.Ident.CopyTo(connect.AsMemory(8));
            Task served = ServeCallAsync(request, service, slot, stop);
            _services[served] = 0;
            _ = served.ContinueWith(
                task => _services.TryRemove(task, out _), CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
            _ = await control.WriteAsync(0x202, connect, stop);
        }
        else if (!answer.IsSilent)
        {
            _ = await control.WriteAsync(0x203, request.Ident.Span, stop);
        }
    }

    private async Task ServeCallAsync(
        ServiceRequest request, ScriptedService service, CallSlot slot, CancellationToken stop)
    {
        // A caller that has gone before it offered the channel: who has its port next must not find two services there.
        using CancellationTokenSource connecting =
            CancellationTokenSource.CreateLinkedTokenSource(stop, slot.Ended);
        connecting.CancelAfter(Options.ServiceConnectTimeout);
        try
        {
            RawChannel raw = await RawChannel.ConnectAsync(
                _place, Options.VmId, 0, slot.Address.Port, serverSpeaksFirst: true, connecting.Token);
            await using RawDataChannel channel = new(raw);
            if (!await channel.HandshakeAsync(Options.Version, speakFirst: false, stop))
            {
                return;
            }

            ScriptedServiceSide side = new(request, channel);
            if (await service(side, stop) is int exitCode)
            {
                await side.FinishAsync(exitCode, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller did not come, or dom0 stops.
        }
        catch (InvalidDataException e)
        {
            _violations.Enqueue($"{request.Service}: {e.Message}");
        }
    }

    private void Lose()
    {
        lock (_gate)
        {
            _control = null;
            if (_connected.Task.IsCompleted)
            {
                _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _ports.ReleaseAll();
    }
}
