using System.Net;
using System.Net.Sockets;
using System.Text;
using PedOS.Peer.Tests.Services;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

public sealed class LocalProgramTests(SharedGuest shared) : ClientTest(shared)
{
    [Fact]
    public async Task Program_TalksToTheService_InPlaceOfTheTerminal()
    {
        TaskCompletionSource<string> heard = new();
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("question\n", token);
            heard.SetResult(Encoding.UTF8.GetString(await side.ReadAllAsync(token)));
            return 0;
        });
        Assert.Equal(
            (0, string.Empty, string.Empty),
            await RunAsync("dom0", "test.S", "/bin/sh", "-c", "read x; echo \"answer to $x\""));
        Assert.Equal("answer to question\n", await heard.Task);
    }

    [Fact]
    public async Task Program_GetsItsArguments_WithoutAnyShell()
    {
        TaskCompletionSource<string> heard = new();
        await ServeAsync(async (side, token) =>
        {
            heard.SetResult(Encoding.UTF8.GetString(await side.ReadAllAsync(token)));
            return 0;
        });
        string[] arguments = ["Grüße", "日本 語", "$HOME", "a'b\"c", "", "--agent-socket=x", "مرحبا"];
        _ = await RunAsync(["dom0", "test.S", "/usr/bin/printf", "[%s]", .. arguments]);
        Assert.Equal(string.Concat(arguments.Select(a => $"[{a}]")), await heard.Task);
    }

    [Fact]
    public async Task OriginalStreams_AreKeptForTheProgram()
    {
        await ServeAsync(Echo(0));
        await using ProgramUnderTest client = Guest.StartClient(
            "dom0", "test.S", "/bin/bash", "-c",
            "head -n 1 <&$SAVED_FD_0 >&$SAVED_FD_1; echo \"[$SAVED_FD_2]\" >&$SAVED_FD_1");
        await client.Input.WriteAsync("typed by a person\n"u8.ToArray(), Token);
        Assert.Equal(0, await client.FinishAsync(Token));
        Assert.Equal("typed by a person\n[]\n", client.Output);
    }

    [Fact]
    public async Task OriginalErrorStream_IsKept_WhenAskedFor()
    {
        await ServeAsync(Echo(0));
        await using ProgramUnderTest client = Guest.StartClient(
            ["dom0", "test.S", "/bin/bash", "-c", "echo kept >&$SAVED_FD_2; echo local >&2"],
            new Dictionary<string, string> { ["PASS_LOCAL_STDERR"] = "1" });
        Assert.Equal(0, await client.FinishAsync(Token));
        Assert.Contains("kept\n", client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoteErrors_GoToTheCallersErrorStream()
    {
        await ServeAsync(Say("ignored", 0, "remote trouble\n"));
        (int exitCode, _, string error) = await RunAsync("dom0", "test.S", "/bin/sh", "-c", "cat >/dev/null");
        Assert.Equal((0, "remote trouble\n"), (exitCode, error));
    }

    [Fact]
    public async Task Program_MayAnswerOnItsInputSocket()
    {
        TaskCompletionSource<string> heard = new();
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("it\n", token);
            heard.SetResult(Encoding.UTF8.GetString(await side.ReadAllAsync(token)));
            return 6;
        });
        (int exitCode, _, _) = await RunAsync(
            "dom0", "test.S", "/bin/sh", "-c", "kill -USR1 $QREXEC_AGENT_PID; read x; echo \"got $x\" >&0");
        Assert.Equal((6, "got it\n"), (exitCode, await heard.Task));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InputSocket_CarriesBothDirections(bool endsFirst)
    {
        TaskCompletionSource<string> heard = new();
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("from the service\n", token);
            _ = endsFirst && await side.EndOutputAsync(token);
            heard.SetResult(Encoding.UTF8.GetString(await side.ReadAllAsync(token)));
            return 8;
        });

        // bash connects its standard input to a socket of this test and becomes the client.
        using ServiceListener terminal = new(new IPEndPoint(IPAddress.Loopback, 0));
        await using ProgramUnderTest client = ProgramUnderTest.Start(new ProgramStart(
            "/bin/bash",
            "-c",
            "exec 0<>/dev/tcp/127.0.0.1/$1 1>&0; shift; exec \"$@\"",
            "bash",
            $"{terminal.Port}",
            ProgramsPlace.PathOf("qrexec-client-vm"),
            $"--agent-socket={Guest.AgentSocket}",
            "--use-stdin-socket",
            "dom0",
            "test.S")
        {
            Environment = new Dictionary<string, string>
            {
                ["VCHAN_DOMAIN"] = "42",
                ["VCHAN_SOCKET_DIR"] = Guest.Directory.FullPath,
                ["QREXEC_NO_ROOT"] = "1",
            },
        });
        using Socket socket = await terminal.AcceptAsync(Token);
        string expected = "from the service\n";
        Assert.Equal(expected, await ServiceListener.ReadAsync(socket, endsFirst ? 100 : expected.Length, Token));
        _ = await socket.SendAsync("from the terminal"u8.ToArray(), Token);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("from the terminal", await heard.Task.WaitAsync(Token));
        Assert.Equal(8, await client.WaitAsync(Token));
    }
}
