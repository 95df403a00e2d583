using System.IO.Pipes;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A disk that did not take something is never told as success, whichever flush tells it.</summary>
public sealed class FlushTests
{
    private const int InputOutput = 5;
    private const int NoSpace = 28;

    private readonly SamplePackage _package = new("1.0.0");

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

    [Theory]
    [InlineData(InputOutput, SetupError.InputOutput)]
    [InlineData(NoSpace, SetupError.NoSpace)]
    public void Install_EndsWithEverythingPutBack_WhicheverFlushFails(int errno, SetupError error)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImageSnapshot before = fixture.SnapshotOrSkip();
        FailingVolume counter = new(HostVolume.Current, 0, errno);
        Assert.Null(Run(fixture, counter));
        Undo(fixture);
        Assert.Empty(before.DifferenceTo(fixture.Image.Snapshot()));
        Assert.True(counter.Flushes > 10, $"{counter.Flushes} flushes");

        for (int fail = 1; fail <= counter.Flushes; fail++)
        {
            SetupException? failure = Run(fixture, new FailingVolume(HostVolume.Current, fail, errno));

            Assert.True(failure is not null, $"flush {fail} failed and nobody was told");
            Assert.Equal(error, failure.Error);
            Undo(fixture);
            IReadOnlyList<string> difference = before.DifferenceTo(fixture.Image.Snapshot());
            Assert.True(difference.Count == 0, $"flush {fail}: {string.Join("; ", difference)}");
        }
    }

    private SetupException? Run(ImageFixture fixture, HostVolume volume)
    {
        try
        {
            using ImageMachine machine = ImageMachine.Open(fixture.Image.Root, ImageUse.Change, volume);
            SetupEngine engine = new(machine, _package, NoObserver.Instance);
            Plan plan = new Planner(machine, engine.Receipt, "operation").Install(
                _package.List, _package, [ComponentNames.Agent], new ProductOptions(IsTemplate: true));
            _ = engine.Run(plan, TestContext.Current.CancellationToken);
            return null;
        }
        catch (SetupException e)
        {
            return e;
        }
    }

    /// <summary>What the failure has put back already, or has left for this.</summary>
    private void Undo(ImageFixture fixture)
    {
        using ImageMachine machine = fixture.Open();
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        if (engine.Operations().Any(static o => o.Phase is not OperationPhase.Undone))
        {
            Assert.Equal(OperationPhase.Undone, engine.Undo("operation").Phase);
        }

        engine.Tidy();
    }
}
