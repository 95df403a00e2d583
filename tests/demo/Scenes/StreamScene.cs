using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>Much data both ways.</summary>
internal sealed class StreamScene : IScene
{
    private const int Size = 200_000_000;
    private const int EchoSize = 40_000_000;

    public string Title => "Data streams through calls";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await ReceiveAsync(stage, cancellationToken);
        await SendAsync(stage, cancellationToken);
        await EchoAsync(stage, cancellationToken);
    }

    private static async Task ReceiveAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using Dom0Call call = await BeginAsync(stage, $"head -c {Size} /dev/zero", cancellationToken);
        long begin = Stopwatch.GetTimestamp();
        await using CountingStream counted = new();
        CallResult result = await call.ReadToEndAsync(counted, cancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        bool whole = result.ExitCode == 0 && counted.Count == Size;
        stage.Check("guest to dom0", whole, Stage.Rate(counted.Count, time));
    }

    private static async Task SendAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using Dom0Call call = await BeginAsync(stage, "wc -c", cancellationToken);
        long begin = Stopwatch.GetTimestamp();
        byte[] piece = new byte[65536];
        for (int left = Size; left > 0; left -= piece.Length)
        {
            _ = await call.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), cancellationToken);
        }

        await call.EndInputAsync(cancellationToken);
        CallResult result = await call.ReadToEndAsync(null, cancellationToken);
        bool whole = result.OutputText == Size.ToString(CultureInfo.InvariantCulture) + "\n";
        stage.Check("dom0 to guest", whole, Stage.Rate(Size, Stopwatch.GetElapsedTime(begin)));
    }

    private static async Task EchoAsync(Stage stage, CancellationToken cancellationToken)
    {
        byte[] data = RandomNumberGenerator.GetBytes(EchoSize);
        long begin = Stopwatch.GetTimestamp();
        CallResult result = await stage.Guest.ShellAsync("cat", data, cancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        bool same = result.ExitCode == 0 && data.AsSpan().SequenceEqual(result.Output);
        stage.Check("random bytes there and back, same", same, Stage.Rate(2L * EchoSize, time));
    }

    private static async Task<Dom0Call> BeginAsync(Stage stage, string command, CancellationToken cancellationToken)
    {
        Dom0Call call = await stage.Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:{command}", cancellationToken: cancellationToken);
        _ = await call.OpenAsync(cancellationToken);
        return call;
    }
}
