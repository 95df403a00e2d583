using System.Diagnostics;
using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Programs;
using Xunit;

namespace PedOS.Engine.Tests.Agents;

/// <summary>
/// .NET never marks the input of a program, so .NET Framework stands here as a double: its Process makes a writer with
/// the console's encoding that flushes at once, and the first flush writes the mark.
/// </summary>
public sealed class ProgramInputTests
{
    private readonly MemoryStream _pipe = new();
    private readonly List<string> _set = [];
    private Encoding _console = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
    private Exception? _refusal;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ProgramInput Input => new(() => _console, Set);

    public static TheoryData<Encoding> Encodings { get; } =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.Unicode, Encoding.UTF32, Encoding.Latin1,
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    ];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Start_LeavesNothingInTheInput_AndTheConsoleAsItWas(Encoding console)
    {
        _console = console;
        Stream input = Input.Start(StartOnFramework, isNeeded: true);
        input.Write("AB"u8);

        Assert.Equal("AB"u8.ToArray(), _pipe.ToArray());
        Assert.Same(console, _console);
    }

    [Fact]
    public void StartOnFramework_Marks_WithoutIt()
    {
        _ = StartOnFramework();
        Assert.Equal([0xef, 0xbb, 0xbf], _pipe.ToArray());
    }

    [Fact]
    public void Start_LeavesAConsoleWithoutMarkAlone()
    {
        _console = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _ = Input.Start(StartOnFramework, isNeeded: true);
        Assert.Empty(_set);
    }

    [Fact]
    public void Start_PutsTheConsoleBack_WhenTheProgramCannotBeStarted()
    {
        Encoding console = _console;
        _ = Assert.Throws<FileNotFoundException>(
            () => Input.Start<int>(() => throw new FileNotFoundException(), isNeeded: true));
        Assert.Same(console, _console);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Start_StartsNothing_WhenAMarkThatMattersCannotBeKeptOut(bool isNeeded)
    {
        _refusal = new IOException("The handle is invalid.");
        bool isStarted = false;
        SetupException? e = (SetupException?)Record.Exception(() => Input.Start(() => isStarted = true, isNeeded));

        Assert.Equal(!isNeeded, isStarted);
        Assert.Equal(isNeeded, e is not null);
        Assert.Equal(
            isNeeded, e?.Message.Contains("utf-8 marks would be put before it", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void ProgramCall_StartsSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it starts /bin/cat");
        Answer output = new();
        using ProgramCall call = new("/bin/cat", [], output, Input, hasInput: true, Token);
        Assert.Equal(2, _set.Count);
        Assert.True(call.Send("AB"u8.ToArray(), 2));
        Assert.Equal(0, call.Finish());
        Assert.Equal("AB"u8.ToArray(), output.Bytes);
    }

    private void Set(Encoding encoding)
    {
        if (_refusal is not null)
        {
            throw _refusal;
        }

        _set.Add(encoding.WebName);
        _console = encoding;
    }

    private Stream StartOnFramework() => new StreamWriter(_pipe, _console) { AutoFlush = true }.BaseStream;

    private sealed class Answer : IProgramOutput
    {
        public List<byte> Bytes { get; } = [];

        public void Output(byte[] bytes) => Bytes.AddRange(bytes);

        public void Error(string line) => Debug.Fail(line);
    }
}
