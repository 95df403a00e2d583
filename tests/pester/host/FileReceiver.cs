using System.Diagnostics;
using PedOS.TestKit.Dom0;

namespace PedOS.Pester.Host;

/// <summary>Machines that get files; <c>slow</c> takes its time, <c>silent</c> never answers.</summary>
/// <param name="folder">Where the files go.</param>
internal sealed class FileReceiver(string folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Answers a call with the program that does it in a machine.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int?> ReceiveAsync(ScriptedServiceSide side, CancellationToken token)
    {
        if (side.Request.Target == "silent")
        {
            _ = await side.ReadAllAsync(token);
            return 0;
        }

        _ = Directory.CreateDirectory(folder);
        string programs = Environment.GetEnvironmentVariable("PEDOS_BIN")!;
        ProcessStartInfo start = new(Path.Join(programs, "pedos-rpc"), ["receive-files", $"--to={folder}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["QREXEC_REMOTE_DOMAIN"] = "me" },
        };
        using Process receiver = Process.Start(start)!;
        bool isGone = false;
        Task answering = AnswerAsync(receiver, side, token);
        try
        {
            while (await side.ReadInputAsync(token) is { IsEmpty: false } input)
            {
                await receiver.StandardInput.BaseStream.WriteAsync(input, token);
                await receiver.StandardInput.BaseStream.FlushAsync(token);
                await Task.Delay(side.Request.Target == "slow" ? Pause : TimeSpan.Zero, token);
            }
        }
        catch (IOException)
        {
            // It refuses the rest; why is in its answer.
        }
        catch (InvalidDataException e) when (e.Message.StartsWith("the channel ended", StringComparison.Ordinal))
        {
            // A caller that is killed ends within a message, and is told nothing any more.
            isGone = true;
        }
        finally
        {
            receiver.StandardInput.Close();
        }

        await answering;
        await receiver.WaitForExitAsync(token);
        return isGone ? null : receiver.ExitCode;
    }

    private static async Task AnswerAsync(Process receiver, ScriptedServiceSide side, CancellationToken token)
    {
        byte[] buffer = new byte[4096];
        while (await receiver.StandardOutput.BaseStream.ReadAsync(buffer, token) is > 0 and int length)
        {
            _ = await side.WriteAsync(buffer.AsMemory(0, length), token);
        }
    }
}
