using System.Text;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecWrapper;

/// <summary>Carries out one call after the other, each on its own: connects, launches, pumps, reports.</summary>
internal sealed class CallRunner(IVchanTransport transport, IProcessLauncher launcher, TimeProvider time, ILog log)
{
    // A port that was used a moment ago may still be answered by the listener of the call before, which then hangs up.
    private static readonly TimeSpan StaleListenerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Carries out a call; never throws.</summary>
    /// <returns>Exit code that was sent, or 255 when none could be.</returns>
    public async Task<int> RunAsync(StartCall call)
    {
        try
        {
            await using DataChannel channel = await OpenAsync(call.Address);
            return await ServeAsync(call, channel);
        }
        catch (Exception e) when (e is VchanException or ProtocolException or OperationCanceledException)
        {
            log.Warning($"call {call.CallId} at {call.Address} ended early: {e.Message}");
        }
        catch (Exception e)
        {
            // One call's surprise must not end the others.
            log.Error($"call {call.CallId} at {call.Address} failed unexpectedly", e);
        }

        return QrexecAbi.QREXEC_EXIT_CONNECTION_LOST;
    }

    /// <summary>Runs a program without a channel; never throws.</summary>
    public async Task<int> RunAsync(StartHelper helper)
    {
        LaunchRequest request = RequestOf(helper.Plan);
        try
        {
            using ILaunchedProcess process = await launcher.StartAsync(request, CancellationToken.None);
            _ = await process.Input
                .WriteAsync(Encoding.UTF8.GetBytes(helper.Input), CancellationToken.None);
            process.Input.Complete();
            Task discarded = Task.WhenAll(DiscardAsync(process.Output), DiscardAsync(process.Error));
            int exitCode = await process.Exited;
            process.Dispose();
            await discarded;
            return exitCode;
        }
        catch (Exception e)
        {
            log.Error($"{request.Name} could not be run", e);
            return QrexecAbi.QREXEC_EXIT_PROBLEM;
        }
    }

    private static async Task DiscardAsync(IByteSource? source)
    {
        byte[] buffer = new byte[1024];
        while (source is not null && await source.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }
    }

    private async Task<DataChannel> OpenAsync(ChannelAddress address)
    {
        using CancellationTokenSource limit = new(ConnectTimeout.Value, time);
        IVchan vchan = await transport.ConnectAsync(address.Domain, address.Port, limit.Token);
        DataChannel? channel = await DataChannel.OpenAsync(vchan, limit.Token);
        if (channel is null)
        {
            limit.CancelAfter(StaleListenerTimeout);
            vchan = await transport.ConnectAsync(address.Domain, address.Port, limit.Token);
            channel = await DataChannel.OpenAsync(vchan, limit.Token);
        }

        return channel ?? throw new VchanClosedException("the caller hung up before its HELLO");
    }

    private async Task<int> ServeAsync(StartCall call, DataChannel channel)
    {
        try
        {
            return call.Plan switch
            {
                FailPlan fail => await FailAsync(
                    call, channel, fail.ExitCode, fail.Reason, fail.ExitCode == QrexecAbi.QREXEC_EXIT_PROBLEM),
                ProcessPlan process => call.JustExec
                    ? await JustExecAsync(call, channel, process)
                    : await ServeProcessAsync(call, channel, process),
                SocketPlan socket => await ServeSocketAsync(call, channel, socket),
                _ => throw new InvalidOperationException($"no such plan: {call.Plan.GetType().Name}"),
            };
        }
        catch (LaunchException e)
        {
            return await FailAsync(call, channel, e.ExitCode, e.Message, isTold: true);
        }
    }

    private async Task<int> ServeProcessAsync(StartCall call, DataChannel channel, ProcessPlan plan)
    {
        LaunchRequest request = RequestOf(plan);
        LogWhole(call, request);
        using ILaunchedProcess process = await launcher.StartAsync(request, CancellationToken.None);
        log.Info($"call {call.CallId} at {call.Address}: process {process.Id} runs {request.Name}");
        return await EndAsync(call, new ServiceSide(channel, process, CallIsOver.AtProgramExit, time, log));
    }

    private async Task<int> ServeSocketAsync(StartCall call, DataChannel channel, SocketPlan plan)
    {
        using SocketService service =
            await SocketService.ConnectAsync(plan, CancellationToken.None);
        log.Info($"call {call.CallId} at {call.Address}: connected to {plan.Endpoint}");
        if (call.JustExec)
        {
            return await SendExitCodeAsync(channel, 0, justExec: true);
        }

        CallIsOver rule = plan.ExitOnClientEof ? CallIsOver.AtCallerEof
            : plan.ExitOnServiceEof ? CallIsOver.AtServiceEof : CallIsOver.AtBothEofs;
        return await EndAsync(call, new ServiceSide(channel, service, rule, time, log));
    }

    private async Task<int> EndAsync(StartCall call, ServiceSide side)
    {
        if (await side.RunAsync() is not { } exitCode)
        {
            log.Info($"call {call.CallId} at {call.Address}: the caller left");
            return QrexecAbi.QREXEC_EXIT_CONNECTION_LOST;
        }

        int told = ExitCodes.Told(exitCode);
        string sent = told == exitCode ? string.Empty : $", {told} is sent";
        log.Info($"call {call.CallId} at {call.Address}: exit code {exitCode}{sent}");
        return told;
    }

    private async Task<int> JustExecAsync(StartCall call, DataChannel channel, ProcessPlan plan)
    {
        LaunchRequest request = RequestOf(plan);
        LogWhole(call, request);
        int id = await launcher.StartDetachedAsync(request, CancellationToken.None);
        log.Info($"call {call.CallId} at {call.Address}: process {id} was started for {request.Name}");
        return await SendExitCodeAsync(channel, 0, justExec: true);
    }

    // A caller that still sends would lose the exit code with the channel.
    private async Task<int> SendExitCodeAsync(
        DataChannel channel, int exitCode, bool justExec, string? complaint = null)
    {
        ServiceStreamState state = new(channel.Version, justExec);
        if (complaint is not null && !justExec)
        {
            await channel.SendFramesAsync(Complaint(state, complaint), CancellationToken.None);
        }

        await channel.SendFramesAsync(state.End(exitCode), CancellationToken.None);
        await ServiceSide.PartAsync(channel, state, time);
        return exitCode;
    }

    private async Task<int> FailAsync(
        StartCall call, DataChannel channel, int exitCode, string reason, bool isTold)
    {
        log.Warning($"call {call.CallId} at {call.Address} fails with {exitCode}: {reason}");
        return await SendExitCodeAsync(channel, exitCode, call.JustExec, isTold ? reason : null);
    }

    // What a shell would have said there: the caller cannot look into our log.
    private static byte[] Complaint(ServiceStreamState state, string reason)
    {
        reason = Printable.Text(Encoding.UTF8.GetBytes(CommandMark.Without(reason)));
        byte[] text = Encoding.ASCII.GetBytes($"qrexec: {reason}\n");
        byte[] frame = new byte[QrexecAbi.HeaderSize + text.Length];
        state.Send(MessageType.DataStderr, text.Length).Write(frame);
        text.CopyTo(frame, QrexecAbi.HeaderSize);
        return frame;
    }

    private static LaunchRequest RequestOf(ProcessPlan plan) =>
        new(plan.Program, plan.Arguments, plan.CommandLine, plan.Environment, plan.User, plan.Interactive);

    private void LogWhole(StartCall call, LaunchRequest request)
    {
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Debug($"call {call.CallId} at {call.Address}: command {request.Text}");
        }
    }
}
