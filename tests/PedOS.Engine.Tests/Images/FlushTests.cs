using System.IO.Pipes;
using PedOS.TestKit.Hives;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A disk that did not take something is never told as success, whichever flush tells it.</summary>
public sealed class FlushTests
{
    private const int InputOutput = 5;
    private const int NoSpace = 28;

    [Fact]
    public void Flush_TellsAFailure_ThatTheRuntimeKeepsToItself()
    {
        // A pipe has no disk: fsync fails, and FileStream.Flush(true) says nothing.
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        using FileStream stream = new(
            new Microsoft.Win32.SafeHandles.SafeFileHandle(
                pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false),
            FileAccess.Write);
        stream.Flush(flushToDisk: true);

        Assert.NotEqual(0, DiskFlush.Try(stream));
    }

    public static TheoryData<string, int, SetupError> Matrix
    {
        get
        {
            TheoryData<string, int, SetupError> rows = [];
            foreach (string name in FlushCase.Cases.Keys)
            {
                rows.Add(name, InputOutput, SetupError.InputOutput);
                rows.Add(name, NoSpace, SetupError.NoSpace);
            }

            return rows;
        }
    }

    /// <summary>
    /// Nobody puts anything back here but the operation itself: it ends as if it had never been, or, when its end was
    /// durable already, done and with the name of what was not flushed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Matrix))]
    public void Run_PutsEverythingBack_WhicheverFlushFails(string name, int errno, SetupError error)
    {
        FlushCase one = FlushCase.Cases[name];
        int put = 0;
        int warned = 0;
        ImageFixture fixture = one.Prepare();
        try
        {
            IReadOnlyList<string> before = FlushCase.Describe(fixture);
            for (int fail = 1; ; fail++)
            {
                FailingVolume volume = new(HostVolume.Current, fail, errno);
                OperationResult? result = null;
                SetupException? failure = null;
                try
                {
                    result = one.Run(fixture, volume, fail);
                }
                catch (SetupException e)
                {
                    failure = e;
                }

                string at = $"flush {fail}, {volume.Failed}: {failure?.Message}";
                if (volume.Failed is null)
                {
                    Assert.True(result is { Warnings.Count: 0 }, at);
                    break;
                }

                OperationPhase? phase = FlushCase.Phase(fixture);
                if (result is not null)
                {
                    Assert.True(phase is OperationPhase.Done or null, $"{at}: {phase}");
                    Assert.True(
                        result.Warnings.Any(w => w.Contains(volume.Failed, StringComparison.Ordinal)),
                        $"{at}: told as success without a word");
                    warned++;
                    fixture.Dispose();
                    fixture = one.Prepare();
                    continue;
                }

                put++;
                Assert.Equal(error, failure!.Error);
                Assert.True(phase is OperationPhase.Undone or null, $"{at}: {phase}: {failure.Message}");
                Assert.Equal(
                    phase is OperationPhase.Undone,
                    failure.Message.Contains("everything was put back", StringComparison.Ordinal));
                IReadOnlyList<string> after = FlushCase.Describe(fixture);
                Assert.True(
                    before.SequenceEqual(after),
                    $"{at}: - {string.Join("; ", before.Except(after))} + {string.Join("; ", after.Except(before))}");
            }
        }
        finally
        {
            fixture.Dispose();
        }

        Assert.True(put > 10, $"{put} were put back");

        // Only these two have something to tidy up behind their end.
        Assert.Equal(
            name.StartsWith("uninstall", StringComparison.Ordinal) || name.Contains("kept", StringComparison.Ordinal),
            warned > 0);
    }

    [Fact]
    public void Install_LeavesNoTrace_WhenAFlushFailedAndItsBooksAreTidiedUp()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImageSnapshot before = fixture.SnapshotOrSkip();
        FlushCase one = FlushCase.Cases["install"];

        // The last one before the end is durable: everything is there by then.
        int last = one.Flushes() - 2;
        SetupException failure = Assert.Throws<SetupException>(
            () => one.Run(fixture, new FailingVolume(HostVolume.Current, last, NoSpace)));

        Assert.Contains("everything was put back", failure.Message, StringComparison.Ordinal);
        using (ImageMachine machine = fixture.Open())
        {
            new SetupEngine(machine, NoPackage.Instance, NoObserver.Instance).Tidy();
        }

        Assert.Empty(before.DifferenceTo(fixture.Image.Snapshot()));
    }

    [Theory]
    [InlineData(true, InputOutput, SetupError.InputOutput)]
    [InlineData(true, NoSpace, SetupError.NoSpace)]
    [InlineData(false, InputOutput, SetupError.InputOutput)]
    [InlineData(false, NoSpace, SetupError.NoSpace)]
    public void Configuration_PutsTheSettingBack_WhicheverFlushFails(bool isSet, int errno, SetupError error)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        if (!isSet)
        {
            Configure(fixture, HostVolume.Current, LogLevel.Debug);
        }

        IReadOnlyList<string> before = FlushCase.Describe(fixture);
        FailingVolume volume = new(HostVolume.Current, 0, errno);
        for (int fail = 1; fail == 1 || volume.Failed is not null; fail++)
        {
            volume = new FailingVolume(HostVolume.Current, fail, errno);
            SetupException? failure = null;
            try
            {
                Configure(fixture, volume, isSet ? LogLevel.Verbose : null);
            }
            catch (SetupException e)
            {
                failure = e;
            }

            if (volume.Failed is not null)
            {
                Assert.Equal(error, failure?.Error);
                Assert.Contains("put back", failure!.Message, StringComparison.Ordinal);
                Assert.Equal(before, FlushCase.Describe(fixture));
            }
        }

        Assert.True(volume.Flushes > 1, $"{volume.Flushes} flushes");
        Assert.NotEqual(before, FlushCase.Describe(fixture));
    }

    private static void Configure(ImageFixture fixture, HostVolume volume, LogLevel? level)
    {
        using ImageMachine machine = ImageMachine.Open(fixture.Image.Root, ImageUse.Change, volume);
        ProductConfiguration door = new(machine);
        _ = door.Apply(door.PrepareLogLevel(ProgramNames.QrexecAgent, level));
    }
}
