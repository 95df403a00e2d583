using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>What senders send that nobody should.</summary>
public sealed class ReceiveTests : IDisposable
{
    private readonly Received _received = new();

    public void Dispose() => _received.Dispose();

    [Theory]
    [InlineData("../evil", 84)]
    [InlineData("/etc/evil", 84)]
    [InlineData("a/../../evil", 84)]
    [InlineData("a//b", 84)]
    [InlineData("a/", 84)]
    [InlineData("./a", 84)]
    [InlineData("..", 84)]
    [InlineData("a\nb", 84)]
    [InlineData("a\u001b[2Jb", 84)]
    [InlineData("txt\u202eexe", 84)]
    [InlineData("gone/a", 2)]
    public void NamesThatLeadElsewhere_MakeNothing(string name, uint error)
    {
        FileCopyResult result = _received.Take(Wire.Entry(Wire.File, name, "x"), Wire.End);
        Assert.Equal((error, name), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Empty(_received.Listing);
        Assert.Equal(["QubesIncoming"], Directory.GetFileSystemEntries(_received.Home).Select(Path.GetFileName));
        Assert.Equal((int)(byte)error, _received.ExitCode);
    }

    [Fact]
    public void ANul_EndsAName()
    {
        Assert.Equal(0u, _received.Take(Wire.Entry(Wire.File, "ab\0cd", "x"), Wire.End).Error);
        Assert.Equal(["ab = x"], _received.Listing);
    }

    [Fact]
    public void ALinkThatIsThere_IsNotGoneThrough()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_received.Home, "outside")).FullName;
        _ = Directory.CreateDirectory(_received.Folder);
        _ = File.CreateSymbolicLink(_received.PathOf("l"), outside);
        _ = File.CreateSymbolicLink(_received.PathOf("f"), Path.Combine(outside, "new"));
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.File, "l/a", "x"), Wire.End).Error);
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.Folder, "l"), Wire.End).Error);
        Assert.Equal(17u, _received.Take(Wire.Entry(Wire.File, "f", "x"), Wire.End).Error);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public void AFolderOfTheSender_ThatIsALink_IsNotGoneThrough()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_received.Home, "outside")).FullName;
        _ = Directory.CreateDirectory(Path.Combine(_received.Home, "QubesIncoming"));
        _ = File.CreateSymbolicLink(_received.Folder, outside);
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.File, "a", "x"), Wire.End).Error);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public void ALinkOfTheSender_ThatItWritesThrough_StaysInItsFolder()
    {
        FileCopyResult result = _received.Take(
            Wire.Entry(Wire.Folder, "d"),
            Wire.Entry(Wire.Folder, "d/e"),
            Wire.Entry(Wire.Link, "d/l", "e"),
            Wire.Entry(Wire.File, "d/l/a", "x"),
            Wire.End);
        Assert.Equal(20u, result.Error);
        Assert.Equal(["d/", "d/e/", "d/l -> e"], _received.Listing);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("../../x")]
    [InlineData("a/../../x")]
    public void LinksThatLeadOut_AreNotMade(string target)
    {
        FileCopyResult result = _received.Take(Wire.Entry(Wire.Folder, "d"), Wire.Entry(Wire.Link, "d/l", target));
        Assert.Equal((67u, target), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(["d/"], _received.Listing);
    }

    [Fact]
    public void ALongFile_WhoseNameExists_IsNotReadToItsEnd()
    {
        _ = Directory.CreateDirectory(_received.Folder);
        File.WriteAllText(_received.PathOf("a"), "mine");
        using MemoryStream input = new(Wire.Entry(Wire.File, [.. "a"u8], new byte[8 << 20]));
        Assert.Equal(FileCopyError.EEXIST, _received.Take(input).Error);
        Assert.InRange(input.Position, 0, 1 << 20);
        Assert.Equal(["a = mine"], _received.Listing);
        Assert.Contains("nothing is overwritten", _received.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void ATruncatedFile_IsRemoved_AndWhatWasWholeStays()
    {
        FileCopyResult result = _received.Take(
            Wire.Entry(Wire.File, "whole", "x"), Wire.Entry(Wire.File, "half", "12345", length: 10));
        Assert.Equal(FileCopyError.StreamCut, result.Error);
        Assert.Equal(["whole = x"], _received.Listing);
    }

    [Fact]
    public void ABrokenConnection_IsTheEnd()
    {
        using BrokenStream input = new([.. Wire.Entry(Wire.File, "half", "12345", length: 10)]);
        Assert.Equal(FileCopyError.StreamCut, _received.Take(input).Error);
        Assert.Empty(_received.Listing);
    }

    [Fact]
    public void AFileThatCannotFit_IsRefused_BeforeAByteOfIt()
    {
        using BrokenStream input = new([.. Wire.Entry(Wire.File, "sparse", "", length: 1UL << 50)]);
        Assert.Equal(FileCopyError.ENOSPC, _received.Take(input).Error);
        Assert.Empty(_received.Listing);
        Assert.Contains("there is room for", _received.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesBeyondTheQuota_AreRefused_BeforeTheyCome()
    {
        _received.Limits = _received.Limits with { MaxBytes = 10 };
        FileCopyResult result = _received.Take(
            Wire.Entry(Wire.File, "a", "123456"), Wire.Entry(Wire.File, "b", "1234"), Wire.Entry(Wire.File, "c", "1"));
        Assert.Equal((FileCopyError.EDQUOT, "c"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(["a = 123456", "b = 1234"], _received.Listing);
    }

    [Fact]
    public void EntriesBeyondTheQuota_AreRefused()
    {
        _received.Limits = _received.Limits with { MaxEntries = 1000 };
        FileCopyResult result = _received.Take(
            [.. Enumerable.Range(0, 2000).Select(static n => Wire.Entry(Wire.File, $"{n}"))]);
        Assert.Equal((FileCopyError.EDQUOT, "1000"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(1000, _received.Listing.Count());
    }

    [Fact]
    public void RoomThatIsReserved_StaysFree()
    {
        _received.Limits = _received.Limits with { ReservedBytes = 1UL << 60 };
        Assert.Equal(FileCopyError.ENOSPC, _received.Take(Wire.Entry(Wire.File, "a", "x"), Wire.End).Error);
        Assert.Empty(_received.Listing);
    }

    [Fact]
    public void DeepFolders_AreMade()
    {
        string path = string.Join('/', Enumerable.Repeat("d", 3000));
        List<byte[]> stream = [];
        for (int depth = 1; depth <= path.Length; depth += 2)
        {
            stream.Add(Wire.Entry(Wire.Folder, path[..depth]));
        }

        FileCopyResult result = _received.Take([.. stream, Wire.End]);
        Assert.Equal(0u, result.Error);
    }

    [Fact]
    public void OneName_AsFileAndFolder_IsAnError_AndTheFirstStays()
    {
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.File, "x", "1"), Wire.Entry(Wire.Folder, "x")).Error);
        Assert.Equal(17u, _received.Take(Wire.Entry(Wire.Folder, "y"), Wire.Entry(Wire.File, "y", "1")).Error);
        Assert.Equal(["x = 1", "y/"], _received.Listing);
    }

    [Theory]
    [InlineData("", 84u)]
    [InlineData("allow-all-names", 0u)]
    public void NamesOfAnyByte_NeedTheArgument(string argument, uint error)
    {
        _received.Set("QREXEC_SERVICE_ARGUMENT", argument);
        Assert.Equal(error, _received.Take(Wire.Entry(Wire.File, [(byte)'a', 0xFF, (byte)'\n'], [1]), Wire.End).Error);
    }

    [Fact]
    public void AnotherArgument_IsRefused()
    {
        _received.Set("QREXEC_SERVICE_ARGUMENT", "allow");
        Assert.Throws<IOException>(() => _received.Take(Wire.End));
        Assert.Empty(Directory.GetFileSystemEntries(_received.Home));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void ASourceThatIsNoName_IsRefused(string source)
    {
        _received.Set("QREXEC_REMOTE_DOMAIN", source);
        Assert.Throws<IOException>(() => _received.Take(Wire.End));
        Assert.Empty(Directory.GetFileSystemEntries(_received.Home));
    }

    [Fact]
    public void EveryByte_MayComeAlone()
    {
        byte[] stream =
        [
            .. Wire.Entry(Wire.Folder, "d"), .. Wire.Entry(Wire.File, "d/ä", "12345"),
            .. Wire.Entry(Wire.Link, "d/l", "ä"), .. Wire.Entry(Wire.Folder, "d"), .. Wire.End,
        ];
        using SlowStream input = new(stream);
        FileCopyResult result = _received.Take(input);
        Assert.Equal((0u, System.IO.Hashing.Crc32.HashToUInt32(stream)), (result.Error, result.Crc));
        Assert.Equal(["d/", "d/l -> ä", "d/ä = 12345"], _received.Listing);
    }

    [Fact]
    public void ADiskThatFails_IsTold_AndTheFileRemoved()
    {
        _received.Documents = static () => new FailingFolder(
            new FileErrorException(FileCopyError.ENOSPC, "the disk is full"));
        FileCopyResult result = _received.Take(Wire.Entry(Wire.File, "a", "x"), Wire.End);
        Assert.Equal((FileCopyError.ENOSPC, "a"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Contains("the disk is full", _received.Complaint, StringComparison.Ordinal);
        Assert.Equal(["begun", "removed"], FailingFolder.Steps);
    }

    [Fact]
    public void NoUsersDocuments_AreToldAsSuch()
    {
        _received.Documents = static () => throw new FileErrorException(FileCopyError.EACCES, "a service has none");
        FileCopyResult result = _received.Take(Wire.End);
        Assert.Equal((FileCopyError.EACCES, 13), (result.Error, _received.ExitCode));
        Assert.Contains("a service has none", _received.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_HoldsHostileNames_OnAnyFileSystem()
    {
        _received.Names = NameRule.Windows;
        _received.Set("QREXEC_SERVICE_ARGUMENT", "allow-all-names");
        Assert.Equal(0u, _received.Take(
            Wire.Entry(Wire.Folder, "CON"),
            Wire.Entry(Wire.File, "CON/a:b", "1"),
            Wire.Entry(Wire.File, [0xFF, (byte)'.'], [(byte)'2']),
            Wire.End).Error);
        Assert.Equal(["%43ON/", "%43ON/a%3Ab = 1", "%FF%2E = 2"], _received.Listing);
    }
}
