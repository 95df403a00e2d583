using System.Diagnostics;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>
/// Files from a program of one guest to a service of another: through both agents, as dom0 lets them.
/// </summary>
public sealed class FilesBetweenGuestsTests : RpcTest
{
    private const int BigBytes = 24 << 20;

    // Far enough into the long file that its sender and its receiver are at work.
    private const long Middle = BigBytes / 4;

    // How a caller's stream may end that is stopped in the middle of it.
    private const string CutMessage = "the channel ended within ";

    private readonly TestDirectory _home = new();
    private readonly CallRelay _relay;
    private readonly GuestUnderTest _caller;
    private bool _isRefused;

    public FilesBetweenGuestsTests()
    {
        _relay = new CallRelay(Guest.Dom0, "arbeit");
        _caller = new GuestUnderTest(
            new Dom0Options
            {
                Policy = _ => _isRefused ? PolicyAnswer.Refuse : PolicyAnswer.Allow(_relay.ServeAsync),
            });
    }

    private string Incoming => Path.Combine(Documents, "QubesIncoming", "arbeit");

    public override async ValueTask DisposeAsync()
    {
        try
        {
            Assert.Empty(_caller.Dom0.Violations);
            Assert.True(
                _relay.Problem is null || _relay.Problem.StartsWith(CutMessage, StringComparison.Ordinal),
                _relay.Problem);
        }
        finally
        {
            await _caller.DisposeAsync();
            foreach (string folder in (string[])[Documents, _home.FullPath])
            {
                // The runtime removes neither names that are no text nor what may not be written to.
                _ = await RunAsync("chmod -R u+w . && rm -rf -- *", folder, CancellationToken.None);
            }

            await base.DisposeAsync();
            _home.Dispose();
        }
    }

    [Fact]
    public async Task ATreeOfHostileNames_Arrives_AsItIs()
    {
        await ShellAsync(
            """
            mkdir -p baum/leer baum/zu baum/tief; cd baum
            for name in plain 'Grüße İ 日本' ' blank ' 'dot.' -rf CON 'nul.txt' 'a:b' 'a\b' '%41' '"$(x)`'"'" '*?<>|'; do
                echo "$name" > "$name"
            done
            for name in 'a\nb' 'tab\there' '\033[31mred' '\377\376' 'half\355\240\200' 'txt\342\200\256exe' 'a\177b'; do
                echo x > "$(printf "$name")"
            done
            long=$(printf 'x%.0s' $(seq 255)); echo long > "$long"
            ln -s ../plain tief/link; ln -s gone tief/broken
            deep=tief; for i in $(seq 60); do deep=$deep/d; mkdir $deep; done; echo deep > $deep/end
            for i in $(seq 300); do echo $i > "zu/$i"; done
            : > zu/empty; head -c 3000000 /dev/urandom > zu/big; chmod 4750 zu/big; chmod 400 zu/1
            touch -d @1234567890.123456789 zu/2 leer; chmod 555 zu
            """,
            _home.FullPath);
        await StartBothAsync();
        Assert.Equal((0, ""), await CallAsync("qvm-copy", [], "baum"));
        ServiceRequest request = Assert.Single(_caller.Dom0.Requests);
        Assert.Equal(("@default", "qubes.Filecopy+allow-all-names"), (request.Target, request.Service));
        string sent = await DescribeAsync(_home.PathOf("baum"));
        Assert.Contains("M-^?M-~ f  2 ", sent, StringComparison.Ordinal);
        Assert.Equal(sent, await DescribeAsync(Path.Combine(Incoming, "baum")));
    }

    [Fact]
    public async Task AMove_RemovesWhatTheOtherGuestHas()
    {
        _ = Make("d/a", 5);
        _ = Make("b", 7);
        await StartBothAsync();
        Assert.Equal((0, ""), await CallAsync("qvm-move-to-vm", ["ziel"], "d", "b"));
        ServiceRequest request = Assert.Single(_caller.Dom0.Requests);
        Assert.Equal(("ziel", "qubes.Filecopy"), (request.Target, request.Service));
        Assert.Empty(Directory.GetFileSystemEntries(_home.FullPath));
        Assert.Equal(5, new FileInfo(Path.Combine(Incoming, "d", "a")).Length);
        Assert.Equal(7, new FileInfo(Path.Combine(Incoming, "b")).Length);
    }

    [Fact]
    public async Task WhatIsThere_IsNotOverwritten_AndTheMoverKeepsIts()
    {
        _ = Make("a", 5);
        _ = Make("b", BigBytes);
        _ = Directory.CreateDirectory(Incoming);
        await File.WriteAllTextAsync(Path.Combine(Incoming, "b"), "theirs", Token);
        await StartBothAsync();
        (int code, string told) = await CallAsync("qvm-move", [], "a", "b");
        Assert.Equal(1, code);
        Assert.Contains("b: it exists there already", told, StringComparison.Ordinal);
        Assert.Equal("theirs", await File.ReadAllTextAsync(Path.Combine(Incoming, "b"), Token));
        Assert.Equal(["a", "b"], NamesIn(Incoming));
        Assert.Equal(["a", "b"], NamesIn(_home.FullPath));
    }

    [Fact]
    public async Task ADom0ThatRefuses_IsTold_AndNothingIsTouched()
    {
        _isRefused = true;
        _ = Make("a", 5);
        await StartBothAsync();
        (int code, string told) = await CallAsync("qvm-move", [], "a");
        Assert.Equal(126, code);
        Assert.Contains("Request refused", told, StringComparison.Ordinal);
        Assert.Equal(["a"], NamesIn(_home.FullPath));
        Assert.False(Directory.Exists(Incoming));
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.HangUp)]
    [InlineData(Signals.Kill)]
    public async Task ASenderThatIsStopped_LeavesNoPart(int signal)
    {
        _ = Make("a", 5);
        _ = Make("b", BigBytes);
        await StartBothAsync();
        await using ProgramUnderTest sender = Start("qvm-move", [], "a", "b");
        await AtTheMiddleAsync(() => Assert.True(Signals.Send(sender.Id, signal)));
        Assert.NotEqual(0, await sender.FinishAsync(Token));
        await ReceiversEndedAsync();
        Assert.Equal(["a"], NamesIn(Incoming));
        Assert.Equal(["a", "b"], NamesIn(_home.FullPath));
    }

    [Theory]
    [InlineData("pedos-rpc")]
    [InlineData("qrexec-wrapper")]
    [InlineData("qrexec-agent")]
    public async Task AReceiverThatVanishes_IsTold_AndTheMoverKeepsIts(string victim)
    {
        _ = Make("a", 5);
        _ = Make("b", BigBytes);
        await StartBothAsync();
        await using ProgramUnderTest sender = Start("qvm-move", [], "a", "b");
        await AtTheMiddleAsync(() => Assert.True(Signals.Send(Assert.Single(Of(Guest, victim)), Signals.Kill)));
        int code = await sender.FinishAsync(Token);
        await ReceiversEndedAsync();
        if (victim == "qrexec-agent")
        {
            // The call is not the agent's any more; it goes on.
            Assert.Equal((0, ""), (code, sender.Error));
            Assert.Empty(NamesIn(_home.FullPath));
            return;
        }

        Assert.NotEqual(0, code);
        Assert.Contains("has not said that it has everything", sender.Error, StringComparison.Ordinal);
        Assert.Equal(["a"], NamesIn(Incoming));
        Assert.Equal(["a", "b"], NamesIn(_home.FullPath));
    }

    private static IEnumerable<string> NamesIn(string folder) => Directory.GetFileSystemEntries(folder)
        .Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    // Processes of a guest; its own programs know where its vchans are.
    private static IEnumerable<int> Of(GuestUnderTest guest, string program)
    {
        byte[] mark = System.Text.Encoding.UTF8.GetBytes($"VCHAN_SOCKET_DIR={guest.Directory.FullPath}\0");
        return ProcessFigures.All().Where(
            id => ProcessFigures.NameOf(id) == program && !ProcessFigures.IsZombie(id)
                && ProcessFigures.EnvironmentOf(id).AsSpan().IndexOf(mark) >= 0);
    }

    private async Task StartBothAsync()
    {
        await StartAsync();
        await _caller.StartAsync(Token);
        await _caller.WaitForAgentSocketAsync(Token);
    }

    private string Make(string path, int length)
    {
        string full = _home.PathOf(path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    private ProgramUnderTest Start(string verb, string[] target, params string[] names) => ProgramUnderTest.Start(
        new ProgramStart(
            ProgramsPlace.PathOf("pedos-rpc"),
            [verb, $"--agent-socket={_caller.AgentSocket}", .. target, .. names.Select(name => _home.PathOf(name))])
        {
            Environment = _caller.ClientVariables,
        });

    private async Task<(int Code, string Told)> CallAsync(string verb, string[] target, params string[] names)
    {
        await using ProgramUnderTest program = Start(verb, target, names);
        int code = await program.FinishAsync(Token);
        return (code, program.Error);
    }

    // The transfer stands while it is done.
    private async Task AtTheMiddleAsync(Action act)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _relay.Passing = passed =>
        {
            if (passed < Middle)
            {
                return Task.CompletedTask;
            }

            _ = reached.TrySetResult();
            return done.Task;
        };
        try
        {
            await reached.Task.WaitAsync(Token);
            act();
        }
        finally
        {
            done.SetResult();
        }
    }

    private async Task ReceiversEndedAsync()
    {
        while (Of(Guest, "pedos-rpc").Any())
        {
            await Task.Delay(5, Token);
        }
    }

    // Names, kinds, links, lengths, permissions, times to the nanosecond, and what is in them.
    private Task<string> DescribeAsync(string folder) => ShellAsync(
        """
        export LC_ALL=C
        { find . ! -type l -printf '%P %y %l %s %m %T@\n'; find . -type l -printf '%P %y %l\n'; } | sort | cat -v
        find . -type f -exec cksum {} + | sort | cat -v
        """,
        folder);

    private Task<string> ShellAsync(string script, string folder) => RunAsync(script, folder, Token);

    private static async Task<string> RunAsync(string script, string folder, CancellationToken cancellationToken)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-ec", script])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
        string output = await shell.StandardOutput.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
