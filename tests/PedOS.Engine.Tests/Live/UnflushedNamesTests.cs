using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Live;
using Xunit;

namespace PedOS.Engine.Tests.Live;

public sealed class UnflushedNamesTests
{
    private readonly List<string> _flushed = [];

    [Fact]
    public void Flush_FlushesEachDirectoryOnce()
    {
        UnflushedNames names = With(0);
        names.Add(@"\\?\C:\Günlük\a");
        names.Add(@"\\?\C:\günlük\b");
        names.Add(@"\\?\C:\c");

        names.Flush();
        names.Flush();

        Assert.Equal([@"\\?\C:\", @"\\?\C:\Günlük\"], _flushed.Order(StringComparer.Ordinal));
    }

    /// <summary>A disk that fails is told, and the names are not forgotten.</summary>
    [Theory]
    [InlineData(19)] // ERROR_WRITE_PROTECT
    [InlineData(29)] // ERROR_WRITE_FAULT
    [InlineData(112)] // ERROR_DISK_FULL
    [InlineData(1117)] // ERROR_IO_DEVICE
    public void Flush_Fails_AndTriesAgainTheNextTime(int error)
    {
        int next = error;
        UnflushedNames names = new(directory =>
        {
            _flushed.Add(directory);
            return next;
        });
        names.Add(@"\\?\C:\Günlük\a");

        SetupException failed = Assert.Throws<SetupException>(names.Flush);
        Assert.Contains("Günlük", failed.Message, StringComparison.Ordinal);
        next = 0;
        names.Flush();
        names.Flush();

        Assert.Equal(2, _flushed.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(50)]
    public void Flush_GoesOn_WhereADirectoryIsGone_OrCannotBeFlushed(int error)
    {
        UnflushedNames names = With(error);
        names.Add(@"\\?\C:\a\b");
        names.Add(@"\\?\C:\c\d");

        names.Flush();

        Assert.Equal(2, _flushed.Count);
    }

    private UnflushedNames With(int error) => new(directory =>
    {
        _flushed.Add(directory);
        return error;
    });
}
