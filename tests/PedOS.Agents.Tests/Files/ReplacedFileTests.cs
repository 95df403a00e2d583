using PedOS.Agents.Files;
using PedOS.Tools.Contracts.Files;
using Xunit;

namespace PedOS.Agents.Tests.Files;

/// <summary>
/// Rule of Windows: a file that a scanner has open can be neither renamed nor replaced (32) until it lets go.
/// </summary>
public sealed class ReplacedFileTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int NotFound = unchecked((int)0x80070002);

    private readonly TestDirectory _directory = new();
    private readonly List<TimeSpan> _waits = [];

    private string Target => Path.Combine(_directory.Path, "zustand.json");

    private string Temporary => Target + ".new";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_HasTheNewContent_AndNoOtherFile()
    {
        File.WriteAllText(Target, "old and longer");

        new ReplacedFile(Target, Temporary, Flushed).Write(static file => file.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.False(File.Exists(Temporary));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    public void Write_KeepsTheOldContent_WhenTheDiskDoesNotTakeTheNewOne(int errno)
    {
        File.WriteAllText(Target, "old");
        ReplacedFile file = new(Target, Temporary, _ => errno) { Wait = _waits.Add };

        IOException failure = Assert.Throws<IOException>(() => file.Write(static f => f.Write("new"u8)));

        Assert.Contains($"(error {errno})", failure.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Empty(_waits);
    }

    [Theory]
    [InlineData(SharingViolation, 3, true)]
    [InlineData(SharingViolation, 99, false)]
    [InlineData(NotFound, 1, false)]
    public void Write_TriesAgain_WhileSomebodyHoldsTheFile(int error, int times, bool isDone)
    {
        File.WriteAllText(Target, "old");
        int tried = 0;
        ReplacedFile file = new(Target, Temporary, Flushed)
        {
            Wait = _waits.Add,
            Rename = (from, to) =>
            {
                if (tried++ < times)
                {
                    throw new IOException("held", error);
                }

                File.Move(from, to, overwrite: true);
            },
        };

        Exception? failure = Record.Exception(() => file.Write(static f => f.Write("new"u8)));

        Assert.Equal(isDone, failure is null);
        Assert.Equal(isDone ? "new" : "old", File.ReadAllText(Target));
        Assert.Equal(error == NotFound ? 0 : Math.Min(times, 9), _waits.Count);
        Assert.InRange(_waits.Aggregate(TimeSpan.Zero, static (a, b) => a + b), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static int Flushed(FileStream file) => 0;

    [Fact]
    public async Task Wait_EndsWithTheWish()
    {
        using CancellationTokenSource stop = new();
        Task waiting = Task.Run(
            () => HeldFile.Wait(TimeSpan.FromMinutes(10), stop.Token), TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        HeldFile.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None);
    }
}
