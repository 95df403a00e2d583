using System.Diagnostics;
using System.Net.Sockets;
using PedOS.Bench.Figures;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Scenarios;

/// <summary>From exec of the agent to its doors being open; each is knocked at every 2 ms, for microseconds.</summary>
internal sealed class StartScenario(Samples samples)
{
    private static readonly TimeSpan KnockInterval = TimeSpan.FromMilliseconds(2);

    /// <summary>Starts one agent.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using GuestUnderTest guest = new();
        long begin = Stopwatch.GetTimestamp();
        guest.StartAgent();
        guest.Dom0.Start();
        Task<double> control = MeetAsync(guest, begin, cancellationToken);
        Task<double> socket = KnockAsync(guest.AgentSocket, begin, cancellationToken);
        samples.Add(Side.Ours, FigureTable.StartControl, await control);
        samples.Add(Side.Ours, FigureTable.StartSocket, await socket);
    }

    private static async Task<double> MeetAsync(GuestUnderTest guest, long begin, CancellationToken cancellationToken)
    {
        await guest.Dom0.WaitForAgentAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private static async Task<double> KnockAsync(string path, long begin, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(KnockInterval);
        while (true)
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            }
            catch (SocketException)
            {
                _ = await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }
}
