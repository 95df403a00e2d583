using System.Globalization;
using System.Text;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>Many short files, which get their names on another thread than the one that reads.</summary>
public sealed class ReceiveManyTests : IDisposable
{
    private const int Many = 500;

    // Files that may be open at once: 32 in each of four groups that wait, one at work, one that is filled.
    private const int MostOpen = 6 * 32;

    private readonly Received _received = new();

    public void Dispose() => _received.Dispose();

    [Fact]
    public void TheirFolder_HasItsTimeAfterAllOfThem()
    {
        FileCopyResult result = _received.Take(
            [Wire.Entry(Wire.Folder, "d"), .. Files(Many), Wire.Entry(Wire.Folder, "d"), Wire.End]);
        Assert.Equal(0u, result.Error);
        Assert.Equal(
            DateTime.UnixEpoch.AddSeconds(Wire.Modified).AddTicks(5),
            Directory.GetLastWriteTimeUtc(_received.PathOf("d")));
        Assert.Equal(Names(0, Many).Prepend("d/"), _received.Listing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(250)]
    [InlineData(Many - 1)]
    public void AnErrorOfOne_NamesIt_AndThoseBehindItAreNotThere(int which)
    {
        _ = Directory.CreateDirectory(_received.PathOf("d"));
        File.WriteAllText(_received.PathOf($"d/{Number(which)}"), "mine");
        FileCopyResult result = _received.Take([Wire.Entry(Wire.Folder, "d"), .. Files(Many), Wire.End]);
        Assert.Equal(
            (FileCopyError.EEXIST, $"d/{Number(which)}"),
            (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(
            Names(0, which).Prepend("d/").Append($"d/{Number(which)} = mine"), _received.Listing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void OneName_Twice_IsToldOfTheSecond(int between)
    {
        FileCopyResult result = _received.Take(
            [Wire.Entry(Wire.Folder, "d"), .. Files(between), Wire.Entry(Wire.File, "d/00000", "other"), Wire.End]);
        Assert.Equal(
            (FileCopyError.EEXIST, "d/00000"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(Names(0, between).Prepend("d/"), _received.Listing);
    }

    [Fact]
    public void ACutStream_LeavesAllThatWereWhole()
    {
        FileCopyResult result = _received.Take(
            [Wire.Entry(Wire.Folder, "d"), .. Files(Many), Wire.Entry(Wire.File, "d/half", "1", length: 2)]);
        Assert.Equal(
            (FileCopyError.StreamCut, "d/half"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(Names(0, Many).Prepend("d/"), _received.Listing);
    }

    [Fact]
    public void AnErrorOfAShortOne_IsTold_BeforeALongOneIsRead()
    {
        _ = Directory.CreateDirectory(_received.Folder);
        File.WriteAllText(_received.PathOf("a"), "mine");
        using MemoryStream input = new(
            [.. Wire.Entry(Wire.File, "a", "x"), .. Wire.Entry(Wire.File, [.. "b"u8], new byte[8 << 20])]);
        FileCopyResult result = _received.Take(input);
        Assert.Equal((FileCopyError.EEXIST, "a"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.InRange(input.Position, 0, 1 << 20);
        Assert.Equal(["a = mine"], _received.Listing);
    }

    [Fact]
    public void AfterAnError_NoMoreIsReadThanWasUnderWay()
    {
        _ = Directory.CreateDirectory(_received.Folder);
        File.WriteAllText(_received.PathOf(Number(0)), "mine");
        using EntryStream input = new(
            Enumerable.Range(0, 100_000).Select(
                static n => Wire.Entry(Wire.File, Encoding.UTF8.GetBytes(Number(n)), new byte[4096])));
        Assert.Equal(FileCopyError.EEXIST, _received.Take(input).Error);
        Assert.InRange(input.Begun, 1, 5_000);
        Assert.Equal([$"{Number(0)} = mine"], _received.Listing);
    }

    [Fact]
    public void FilesThatWait_AreFew()
    {
        WideFolder folder = new() { Keeping = static () => Thread.SpinWait(1000) };
        _received.Documents = () => folder;
        Assert.Equal(0u, _received.Take([.. Files(20_000), Wire.End]).Error);
        Assert.Equal((20_000, 0), (folder.Kept, folder.Open));
        Assert.InRange(folder.MostOpen, 1, MostOpen);
    }

    private static string Number(int number) => number.ToString("D5", CultureInfo.InvariantCulture);

    private static IEnumerable<byte[]> Files(int count) =>
        Enumerable.Range(0, count).Select(static n => Wire.Entry(Wire.File, $"d/{Number(n)}", Number(n)));

    private static IEnumerable<string> Names(int first, int count) =>
        Enumerable.Range(first, count).Select(static n => $"d/{Number(n)} = {Number(n)}");
}
