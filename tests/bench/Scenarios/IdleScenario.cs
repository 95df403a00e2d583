using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PedOS.Bench.Figures;
using PedOS.Bench.Processes;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.Bench.Scenarios;

/// <summary>Memory of agent and wrapper while many calls wait.</summary>
internal sealed class IdleScenario(BenchScale scale, Samples samples)
{
    private const uint FirstPort = 513;
    private const uint PortsPerMachine = 256;
    private const uint ExecCommand = 0x200;
    private const int AtOnce = 16;
    private const int HelloSize = 12;
    private const int MegaByte = 1_000_000;

    // The newline in a message: when it is here the program runs and its streams are being served.
    private const int FirstOutputSize = 8 + 1;

    private static readonly byte[] Hello = [0, 3, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0];
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    /// <summary>Measures on a guest of its own.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using GuestUnderTest guest = new();
        await guest.StartAsync(cancellationToken);
        RawChannel[] calls = new RawChannel[scale.IdleCalls];
        calls[0] = await BeginAsync(guest, 0, cancellationToken);
        GuestProcesses processes = new(guest.Agent.Id, guest.Directory.FullPath);
        if (processes.Members.Count != 2)
        {
            throw new MeasureException($"agent and wrapper expected, {processes.Members.Count} processes found");
        }

        long before = MemoryFigures.Read(processes.Members).Resident;
        await Parallel.ForAsync(
            1,
            calls.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => calls[index] = await BeginAsync(guest, index, token));
        Note(MemoryFigures.Read(processes.Members), before);

        // Closed channels close the programs' inputs, and so the programs end.
        Array.ForEach(calls, static call => call.Close());
        long closed = Stopwatch.GetTimestamp();
        while (processes.HasChildren() && Stopwatch.GetElapsedTime(closed) < EndLimit)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task<RawChannel> BeginAsync(
        GuestUnderTest guest, int index, CancellationToken cancellationToken)
    {
        uint domain = (uint)index / PortsPerMachine;
        uint port = FirstPort + ((uint)index % PortsPerMachine);
        using IVchanOffer offer = guest.Place.Listen(domain, guest.Dom0.Options.VmId, port);
        byte[] command = Encoding.UTF8.GetBytes($"{GuestUnderTest.User}:echo; exec cat");
        byte[] body = new byte[8 + command.Length + 1];
        BinaryPrimitives.WriteUInt32LittleEndian(body, domain);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), port);
        command.CopyTo(body, 8);
        _ = await guest.Dom0.SendAsync(ExecCommand, body, cancellationToken);
        RawChannel channel = new(await offer.AcceptAsync(cancellationToken));
        _ = await channel.WriteAsync(Hello, cancellationToken);
        byte[] answer = new byte[HelloSize + FirstOutputSize];
        int read = await channel.ReadFullAsync(answer, cancellationToken);
        return read == answer.Length && answer[^1] == '\n'
            ? channel
            : throw new MeasureException(string.Create(
                CultureInfo.InvariantCulture, $"idle call {index} did not start: {Convert.ToHexString(answer)}"));
    }

    private void Note(MemoryFigures memory, long before)
    {
        samples.Add(Side.Ours, FigureTable.IdleResident, (double)memory.Resident / MegaByte);
        samples.Add(Side.Ours, FigureTable.IdleProportional, (double)memory.Proportional / MegaByte);
        samples.Add(Side.Ours, FigureTable.IdlePrivate, (double)memory.Private / MegaByte);
        samples.Add(Side.Ours, FigureTable.IdlePeak, (double)memory.Peak / MegaByte);
        samples.Add(Side.Ours, FigureTable.IdleBefore, (double)before / MegaByte);
    }
}
