using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

/// <summary>A guest whose programs call services of dom0.</summary>
public abstract class ClientTest(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    /// <summary>Answers with its input, then ends with a code.</summary>
    protected static ScriptedService Echo(int exitCode) => async (side, token) =>
    {
        while (await side.ReadInputAsync(token) is { IsEmpty: false } piece)
        {
            _ = await side.WriteAsync(piece, token);
        }

        return exitCode;
    };

    /// <summary>Says something and ends with a code, whatever it is given.</summary>
    protected static ScriptedService Say(string text, int exitCode = 0, string error = "") => async (side, token) =>
    {
        _ = await side.WriteAsync(text, token);
        _ = error.Length == 0 || await side.WriteErrorAsync(error, token);
        return exitCode;
    };

    /// <summary>Starts a guest all of whose calls are answered by one service.</summary>
    protected Task ServeAsync(ScriptedService service, uint version = 4) =>
        StartWithPolicyAsync(_ => PolicyAnswer.Allow(service), version);

    /// <summary>Runs qrexec-client-vm with an empty input to its end.</summary>
    protected async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using ProgramUnderTest client = Guest.StartClient(arguments);
        int exitCode = await client.FinishAsync(Token);
        return (exitCode, client.Output, client.Error);
    }
}
