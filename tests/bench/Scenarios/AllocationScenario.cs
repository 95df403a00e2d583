using System.Buffers.Binary;
using System.Net.Sockets;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;
using PedOS.Bench.Figures;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.Bench.Scenarios;

/// <summary>
/// Managed memory per data message: the wrapper's way of serving a call, in this process, from a real program to a real
/// vchan. The caller's end is a thread that allocates nothing.
/// </summary>
internal sealed class AllocationScenario(BenchScale scale, Samples samples)
{
    private const uint Guest = 42;
    private const uint Port = 513;
    private const int HeaderSize = 8;
    private const int HelloSize = 12;

    // One page: many messages in a short time.
    private const int Body = 4096;

    private static readonly byte[] Hello = [0, 3, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0];

    /// <summary>Measures both directions.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        double output = await ServeAsync("exec cat /dev/zero", Read, cancellationToken);
        double input = await ServeAsync("exec cat >/dev/null", Write, cancellationToken);
        samples.Add(Side.Ours, FigureTable.AllocationOut, output);
        samples.Add(Side.Ours, FigureTable.AllocationIn, input);
    }

    private static async Task<double> ServeAsync(
        string command, Func<Socket, double> caller, CancellationToken cancellationToken)
    {
        using TestDirectory directory = new();
        using SocketVchanTransport transport =
            new(Guest, new UnixRendezvous(directory.FullPath), TimeProvider.System);
        using IVchanOffer offer = new UnixVchanPlace(directory.FullPath).Listen(0, Guest, Port);
        Task<Socket> accepting = offer.AcceptAsync(cancellationToken);
        IVchan vchan = await transport.ConnectAsync(0, Port, cancellationToken);
        using Socket socket = await accepting;
        await using CancellationTokenRegistration stop = cancellationToken.Register(socket.Dispose);
        Task<double> measuring = Task.Factory.StartNew(
            () => caller(socket), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await using DataChannel channel = await DataChannel.OpenAsync(vchan, cancellationToken)
            ?? throw new MeasureException("no HELLO");
        LaunchRequest plan = new("/bin/sh", ["-c", command], null, [], Environment.UserName, Interactive: false);
        using ILaunchedProcess process =
            await new PosixProcessLauncher(switchSignal: null).StartAsync(plan, cancellationToken);
        ServiceSide side = new(channel, process, CallIsOver.AtProgramExit, TimeProvider.System, new NoLog());
        Task<int?> served = side.RunAsync();
        double perMessage = await measuring;

        // The program notices that nobody reads or writes any more, and ends.
        socket.Dispose();
        _ = await served.WaitAsync(cancellationToken);
        return perMessage;
    }

    private double Read(Socket socket)
    {
        byte[] buffer = new byte[65536];
        Greet(socket, buffer);
        return Measure(() =>
        {
            ReceiveFull(socket, buffer.AsSpan(0, HeaderSize));
            int left = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(4));
            ReceiveFull(socket, buffer.AsSpan(0, left));
        });
    }

    private double Write(Socket socket)
    {
        byte[] frame = new byte[HeaderSize + Body];
        Greet(socket, frame);
        new MessageHeader(MessageType.DataStdin, Body).Write(frame);
        return Measure(() =>
        {
            for (int sent = 0; sent < frame.Length;)
            {
                sent += socket.Send(frame.AsSpan(sent));
            }
        });
    }

    // The least of windows: a pool that grows once is not the steady state, an object per message is in every window.
    private double Measure(Action message)
    {
        Repeat(message, scale.WarmUpMessages);
        double[] windows = new double[scale.MessageWindows];
        for (int i = 0; i < windows.Length; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Repeat(message, scale.WindowMessages);
            windows[i] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / scale.WindowMessages;
        }

        return windows.Min();
    }

    private static void Repeat(Action message, int times)
    {
        for (int i = 0; i < times; i++)
        {
            message();
        }
    }

    private static void Greet(Socket socket, byte[] buffer)
    {
        _ = socket.Send(Hello);
        ReceiveFull(socket, buffer.AsSpan(0, HelloSize));
    }

    private static void ReceiveFull(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int read = socket.Receive(buffer);
            buffer = read > 0 ? buffer[read..] : throw new MeasureException("the service hung up");
        }
    }
}
