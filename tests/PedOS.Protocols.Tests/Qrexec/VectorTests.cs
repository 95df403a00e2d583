using System.Text;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

/// <summary>Reads every recorded conversation, and writes again those whose sender these tools replace.</summary>
public sealed class VectorTests
{
    private const string ShellCommand = "EXEC 0:513 qtest:echo hello; echo oops >&2; exit 3";
    private const string CallEnded = "HELLO 4|TERMINATED 0:513";
    private const string NoInput = "HELLO 4|STDIN -";

    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["exec-legacy.ctl.from-agent"] = CallEnded,
        ["exec-legacy.ctl.from-daemon"] = $"HELLO 4|{ShellCommand}",
        ["exec-legacy.daemonsock.from-client"] = "HELLO 3|EXEC 0:0 qtest:echo hello; echo oops >&2; exit 3",
        ["exec-legacy.daemonsock.from-daemon"] = "HELLO 3|EXEC 42:513",
        ["exec-legacy.data.from-agent"] = "HELLO 4|STDOUT hello\n|STDOUT -|STDERR oops\n|STDERR -|EXIT 3",
        ["exec-legacy.data.from-dom0-client"] = NoInput,
        ["just-exec.ctl.from-agent"] = CallEnded,
        ["just-exec.ctl.from-daemon"] = "HELLO 4|JUST 0:513 qtest:true",
        ["just-exec.data.from-agent"] = "HELLO 4|EXIT 0",
        ["just-exec.data.from-dom0-client"] = NoInput,
        ["rpc-echo-stdin.ctl.from-agent"] = CallEnded,
        ["rpc-echo-stdin.ctl.from-daemon"] = "HELLO 4|EXEC 0:513 qtest:QUBESRPC test.Echo dom0",
        ["rpc-echo-stdin.data.from-agent"] = "HELLO 4|STDOUT line one\nline two\n|STDOUT -|STDERR -|EXIT 0",
        ["rpc-echo-stdin.data.from-dom0-client"] = "HELLO 4|STDIN line one\nline two\n|STDIN -",
        ["rpc-env.ctl.from-agent"] = CallEnded,
        ["rpc-env.ctl.from-daemon"] = "HELLO 4|EXEC 0:513 qtest:QUBESRPC test.Env+an.arg dom0",
        ["rpc-env.data.from-agent"] = "HELLO 4|STDOUT arg=an.arg full=test.Env+an.arg rem=dom0 type= a=an.arg\n"
            + "|STDOUT -|STDERR err|STDERR -|EXIT 7",
        ["rpc-env.data.from-dom0-client"] = NoInput,
        ["rpc-not-found.ctl.from-agent"] = CallEnded,
        ["rpc-not-found.ctl.from-daemon"] = "HELLO 4|EXEC 0:513 qtest:QUBESRPC test.NoSuch+x dom0",
        ["rpc-not-found.data.from-agent"] = "HELLO 4|STDOUT -|STDERR -|EXIT 127",
        ["rpc-not-found.data.from-dom0-client"] = NoInput,
        ["rpc-stdout-70000.ctl.from-agent"] = CallEnded,
        ["rpc-stdout-70000.ctl.from-daemon"] = "HELLO 4|EXEC 0:513 qtest:QUBESRPC test.Zeros+70000 dom0",
        ["rpc-stdout-70000.data.from-agent"] =
            $"HELLO 4|{string.Concat(Enumerable.Repeat($"STDOUT {new string('\0', 4088)}|", 17))}"
            + $"STDOUT {new string('\0', 504)}|STDOUT -|STDERR -|EXIT 0",
        ["rpc-stdout-70000.data.from-dom0-client"] = NoInput,
        ["trigger-dom0.agentsock.from-agent"] = "0:513",
        ["trigger-dom0.agentsock.from-client-vm"] = "TRIGGER4 '' 'dom0' 'SOCKET' 'test.Dom0'",
        ["trigger-dom0.ctl.from-agent"] =
            "HELLO 4|TRIGGER4 '' 'dom0' 'SOCKET12' 'test.Dom0'|TERMINATED 0:513",
        ["trigger-dom0.ctl.from-daemon"] = "HELLO 4|CONNECT 0:513 SOCKET12",
        ["trigger-dom0.data.from-client-vm"] = "HELLO 4|STDIN ping\n|STDIN -",
        ["trigger-dom0.data.from-dom0-service"] =
            "HELLO 4|STDERR -|STDOUT dom0 got ping from testvm (name:dom0)\n|STDOUT -|EXIT 5",
        ["trigger-refused.agentsock.from-agent"] = "",
        ["trigger-refused.agentsock.from-client-vm"] = "TRIGGER4 '' '@default' 'SOCKET' 'test.Forbidden+arg'",
        ["trigger-refused.ctl.from-agent"] = "HELLO 4|TRIGGER4 '' '@default' 'SOCKET12' 'test.Forbidden+arg'",
        ["trigger-refused.ctl.from-daemon"] = "HELLO 4|REFUSED SOCKET12",
        ["v2-agent.ctl.from-daemon"] =
            "HELLO 2|EXEC 42:513 qtest:QUBESRPC test.Svc+arg testvm|CONNECT 42:513 REQ-1|REFUSED REQ-2",
        ["v2-agent.ctl.from-scripted-agent"] =
            "HELLO 2|TRIGGER2 'test.Svc+arg' 'testvm' 'REQ-1'|TRIGGER2 'test.Denied' '@default' 'REQ-2'",
    };

    public static TheoryData<string> Names => [.. Expected.Keys];

    public static TheoryData<string> DataNames =>
        [.. Expected.Keys.Where(n => n.Contains(".data.", StringComparison.Ordinal))];

    [Fact]
    public void EveryFileIsListed() => Assert.Equal(
        Expected.Keys.Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder, "*.bin")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFileSaysWhatItShould(string name)
    {
        string[] parts = name.Split('.');
        byte[] bytes = Load(name);
        List<string> said = (parts[1], parts[2]) switch
        {
            ("ctl", "from-daemon") or ("daemonsock", "from-client") => ReadControl(bytes),
            ("data", _) => [.. ReadData(bytes).Select(Describe).Prepend("HELLO 4")],
            ("agentsock", "from-agent") => bytes.Length == 0 ? [] : [ChannelAddress.Read(bytes).ToString()],
            ("agentsock", "from-client-vm") => ReadFrames(bytes, greeted: false),
            _ => ReadFrames(bytes, greeted: true),
        };
        Assert.Equal(Expected[name], string.Join('|', said));
    }

    [Fact]
    public void AgentControl_IsWrittenAgain()
    {
        byte[] ended = [.. Hello.Build(), .. ControlWriter.ConnectionTerminated(new ChannelAddress(0, 513))];
        foreach (string name in Expected.Where(e => e.Value == CallEnded).Select(e => e.Key))
        {
            Assert.Equal(Load(name), ended);
        }

        byte[] asked = ControlWriter.Trigger(4, TriggerRequest.Create("", "dom0", "test.Dom0"), new("SOCKET12"))!;
        byte[] askedAndEnded = [.. Hello.Build(), .. asked, .. ended[Hello.FrameSize..]];
        Assert.Equal(Load("trigger-dom0.ctl.from-agent"), askedAndEnded);
        byte[] refused = ControlWriter.Trigger(
            4, TriggerRequest.Create("", "$default", "test.Forbidden+arg"), new("SOCKET12"))!;
        byte[] greetedAndRefused = [.. Hello.Build(), .. refused];
        Assert.Equal(Load("trigger-refused.ctl.from-agent"), greetedAndRefused);
        byte[] first = ControlWriter.Trigger(2, TriggerRequest.Create("", "testvm", "test.Svc+arg"), new("REQ-1"))!;
        byte[] second = ControlWriter.Trigger(2, TriggerRequest.Create("", "@default", "test.Denied"), new("REQ-2"))!;
        byte[] version2 = [.. Hello.Build(2), .. first, .. second];
        Assert.Equal(Load("v2-agent.ctl.from-scripted-agent"), version2);
    }

    [Theory]
    [InlineData("trigger-dom0")]
    [InlineData("trigger-refused")]
    public void AgentForwardsTheLocalRequest(string name)
    {
        byte[] local = Load($"{name}.agentsock.from-client-vm");
        TriggerRequest request = TriggerRequest.TryRead(local.AsSpan(QrexecAbi.HeaderSize))!;
        Assert.Equal(
            local, MessageFrame.Build(MessageType.TriggerService4, request.ToBody(TriggerRequest.Placeholder)));
        byte[] forwarded = ControlWriter.Trigger(4, request, new RequestIdent("SOCKET12"))!;
        Assert.Equal(Load($"{name}.ctl.from-agent")[Hello.FrameSize..(Hello.FrameSize + forwarded.Length)], forwarded);
    }

    [Fact]
    public void AgentAnswersTheLocalRequest()
    {
        byte[] answer = new byte[ChannelAddress.Size];
        new ChannelAddress(0, 513).Write(answer);
        Assert.Equal(Load("trigger-dom0.agentsock.from-agent"), answer);
    }

    [Theory]
    [MemberData(nameof(DataNames))]
    public void DataStream_IsWrittenAgain(string name)
    {
        byte[] bytes = Load(name);
        List<byte> written = [.. Hello.Build()];
        ServiceStreamState service = new(4, name.StartsWith("just-exec", StringComparison.Ordinal));
        CallerStreamState caller = new(4);
        foreach ((MessageType type, byte[] body) in ReadData(bytes))
        {
            if (type == MessageType.DataExitCode)
            {
                written.AddRange(service.End(BitConverter.ToInt32(body)));
                continue;
            }

            byte[] header = new byte[QrexecAbi.HeaderSize];
            (type == MessageType.DataStdin ? caller.Send(body.Length) : service.Send(type, body.Length)).Write(header);
            written.AddRange(header);
            written.AddRange(body);
        }

        Assert.Equal(bytes, written);
    }

    [Theory]
    [MemberData(nameof(DataNames))]
    public void DataStream_EndsAsItShould_ForItsReceiver(string name)
    {
        ServiceStreamState service = new(4, justExec: false);
        CallerStreamState caller = new(4);
        string? warning = null;
        List<DataAction> actions = [];
        foreach ((MessageType type, byte[] body) in ReadData(Load(name)))
        {
            MessageHeader header = new(type, (uint)body.Length);
            actions.Add(type == MessageType.DataStdin
                ? service.Receive(header, out string? text)
                : caller.Receive(header, body, out text));
            warning ??= text;
        }

        Assert.Null(warning);
        bool fromCaller = Expected[name].Contains("STDIN", StringComparison.Ordinal);
        Assert.Equal(fromCaller ? DataAction.Complete : DataAction.Exit, actions[^1]);
        Assert.Equal(fromCaller, caller.ExitCode is null);
        bool hasStreams = !name.StartsWith("just-exec.data.from-agent", StringComparison.Ordinal);
        Assert.Equal(hasStreams ? 1 : 0, actions.Count(a => a == DataAction.Complete));
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors", "qrexec");

    private static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));

    private static List<string> ReadControl(ReadOnlySpan<byte> bytes)
    {
        List<string> said = [TakeHello(ref bytes)];
        while (!bytes.IsEmpty)
        {
            Assert.Equal(ReadStatus.Done, ControlReader.TryRead(bytes, out ControlMessage? message, out int consumed));
            bytes = bytes[consumed..];
            said.Add(message switch
            {
                ExecMessage m =>
                    $"{(m.JustExec ? "JUST" : "EXEC")} {m.Address} {Encoding.UTF8.GetString(m.Command.Span)}",
                ServiceConnectMessage m => $"CONNECT {m.Address} {m.Ident}",
                ServiceRefusedMessage m => $"REFUSED {m.Ident}",
                _ => "?",
            });
        }

        return said;
    }

    private static List<string> ReadFrames(ReadOnlySpan<byte> bytes, bool greeted)
    {
        List<string> said = greeted ? [TakeHello(ref bytes)] : [];
        while (!bytes.IsEmpty)
        {
            ReadStatus status = MessageFrame.TryRead(
                bytes, TriggerRequest.MaxBody, out MessageHeader header, out ReadOnlySpan<byte> body, out int consumed);
            Assert.Equal(ReadStatus.Done, status);
            bytes = bytes[consumed..];
            said.Add(header.Type switch
            {
                MessageType.ConnectionTerminated => $"TERMINATED {ChannelAddress.Read(body)}",
                MessageType.ExecCmdline => $"EXEC {ChannelAddress.Read(body)}",
                MessageType.TriggerService4 => DescribeTrigger4(body),
                MessageType.TriggerService =>
                    $"TRIGGER2 '{Text(body[..64])}' '{Text(body[64..96])}' '{Text(body[96..128])}'",
                _ => "?",
            });
        }

        return said;
    }

    private static string DescribeTrigger4(ReadOnlySpan<byte> body)
    {
        TriggerRequest request = TriggerRequest.TryRead(body)!;
        Assert.True(RequestIdent.TryRead(body[128..160], out RequestIdent ident));
        return $"TRIGGER4 '{Text(request.Source)}' '{Text(request.Target)}' '{ident}' '{Text(request.Service)}'";
    }

    private static string TakeHello(ref ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(ReadStatus.Done, Hello.TryRead(bytes, out uint version, out int consumed));
        bytes = bytes[consumed..];
        return $"HELLO {version}";
    }

    private static List<(MessageType Type, byte[] Body)> ReadData(byte[] bytes)
    {
        byte[] buffer = new byte[bytes.Length + DataFrameReader.MinBuffer];
        DataFrameReader reader = new(buffer);
        bytes.CopyTo(reader.Free);
        reader.Advance(bytes.Length);
        Assert.Equal(ReadStatus.Done, reader.TryReadHello(out uint version));
        Assert.Equal(4u, version);
        List<(MessageType, byte[])> messages = [];
        while (reader.TryRead(out MessageHeader header, out ReadOnlyMemory<byte> body) == ReadStatus.Done)
        {
            messages.Add((header.Type, body.ToArray()));
        }

        Assert.True(reader.IsEmpty);
        return messages;
    }

    private static string Describe((MessageType Type, byte[] Body) message) => message.Type switch
    {
        MessageType.DataExitCode => $"EXIT {BitConverter.ToInt32(message.Body)}",
        _ => $"{message.Type.ToString()[4..].ToUpperInvariant()} "
            + (message.Body.Length == 0 ? "-" : Encoding.UTF8.GetString(message.Body)),
    };

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field).TrimEnd('\0');
}
