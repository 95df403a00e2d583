using System.Text;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Protocols.Tests.FileCopy;

public sealed class FileCopyReaderTests
{
    private static readonly byte[] Tree =
    [
        .. CopyStream.Entry(CopyStream.Directory, "Büro ığ"),
        .. CopyStream.Entry(CopyStream.File, "Büro ığ/日本語.txt", "abc"),
        .. CopyStream.Entry(CopyStream.File, "Büro ığ/ملف"),
        .. CopyStream.Entry(CopyStream.Directory, "Büro ığ/d"),
        .. CopyStream.Entry(CopyStream.Link, "Büro ığ/d/l", "../日本語.txt"),
        .. CopyStream.Entry(CopyStream.Directory, "Büro ığ/d"),
        .. CopyStream.Entry(CopyStream.Directory, "Büro ığ"),
        .. CopyStream.End,
    ];

    private const string TreeText = "Büro ığ/\nBüro ığ/日本語.txt = abc\nBüro ığ/ملف = \nBüro ığ/d/\n"
        + "Büro ığ/d/l -> ../日本語.txt\nBüro ığ/d/\nBüro ığ/\nend ";

    [Fact]
    public void Read_GivesTheSame_WhereverTheStreamIsCut()
    {
        string whole = CopyStream.Read(Tree);
        Assert.StartsWith(TreeText, whole, StringComparison.Ordinal);
        for (int piece = 1; piece <= Tree.Length; piece++)
        {
            Assert.Equal(whole, CopyStream.Read(Tree, piece));
        }
    }

    [Fact]
    public void Close_TellsACut_AtEveryPrefix()
    {
        // Where a header begins, or is not whole.
        HashSet<int> headers = [];
        for (int at = 0, i = 0; i < 8; i++)
        {
            headers.UnionWith(Enumerable.Range(at, 32));
            at += i == 7 ? 0 : 32 + (int)BitConverter.ToUInt32(Tree, at) + (i is 1 or 4 ? (int)Tree[at + 8] : 0);
        }

        for (int length = 0; length < Tree.Length; length++)
        {
            Assert.Contains(
                headers.Contains(length) ? "error 121 " : "error 31415926 ",
                CopyStream.Read(Tree[..length]),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(16382, false)]
    [InlineData(16383, false)]
    [InlineData(16384, true)]
    public void Read_TakesNames_UpToTheLimit(int length, bool refused)
    {
        byte[] name = Encoding.ASCII.GetBytes(new string('n', length));
        string text = CopyStream.Read([.. CopyStream.Raw(CopyStream.File, name, []), .. CopyStream.End], 4096);
        Assert.Equal(refused, text.StartsWith("error 36 '' ", StringComparison.Ordinal));
        Assert.Equal(!refused, text.StartsWith('n') && text.Contains("\nend ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16383)]
    public void Read_TakesTargets_UpToTheLimit(int length) => Assert.Contains(
        $"d/l -> {new string('t', length)}\nend ",
        CopyStream.Read([.. CopyStream.Entry(CopyStream.Link, "d/l", new string('t', length)), .. CopyStream.End], 999),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(16384)]
    [InlineData(uint.MaxValue)]
    [InlineData(1UL << 32)]
    [InlineData((ulong)long.MaxValue)]
    public void Read_RefusesLongerTargets_BeforeTheyCome(ulong length) => Assert.StartsWith(
        "error 36 'd/l' ",
        CopyStream.Read(CopyStream.Entry(CopyStream.Link, "d/l", "", length)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData((ulong)long.MaxValue, "f: error 31415926 'f'")]
    [InlineData((ulong)long.MaxValue + 1, "error 22 'f'")]
    [InlineData(ulong.MaxValue, "error 22 'f'")]
    public void Read_RefusesLengths_ThatNoFileHas(ulong length, string expected) => Assert.StartsWith(
        expected.Replace(": ", "", StringComparison.Ordinal),
        CopyStream.Read(CopyStream.Entry(CopyStream.File, "f", "data", length)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(999_999_999, "end ")]
    [InlineData(1_000_000_000, "error 22 'f'")]
    [InlineData(uint.MaxValue, "error 22 'f'")]
    public void Read_RefusesTimes_ThatAreNone(uint nanoseconds, string expected) => Assert.Contains(
        expected,
        CopyStream.Read(
            [.. CopyStream.Raw(CopyStream.File, "f\0"u8.ToArray(), [], null, nanoseconds), .. CopyStream.End]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0x11A4)]
    [InlineData(0x21A4)]
    [InlineData(0x61A4)]
    [InlineData(0xC1A4)]
    [InlineData(0x01A4)]
    [InlineData(0xF000)]
    public void Read_RefusesOtherKinds(uint mode) => Assert.StartsWith(
        "error 22 'p' ", CopyStream.Read(CopyStream.Entry(mode, "p")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("/etc/evil")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("/")]
    public void Read_RefusesNamesThatLeadElsewhere_WithAndWithoutAllNames(string name)
    {
        foreach (uint mode in (uint[])[CopyStream.File, CopyStream.Directory, CopyStream.Link])
        {
            byte[] stream = CopyStream.Entry(mode, name, "");
            Assert.StartsWith($"error 84 '{name}' ", CopyStream.Read(stream), StringComparison.Ordinal);
            Assert.StartsWith(
                $"error 84 '{name}' ", CopyStream.Read(stream, 1, takesAllNames: true), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u001b[2J")]
    [InlineData("a\u007f")]
    [InlineData("a\u0085b")]
    [InlineData("txt\u202eexe")]
    [InlineData("a\u200bb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u00a0b")]
    [InlineData("\ue000")]
    [InlineData("\ufeff")]
    public void Read_RefusesCharactersThatDeceive_UnlessAllAreTaken(string name)
    {
        byte[] stream = [.. CopyStream.Entry(CopyStream.File, name), .. CopyStream.End];
        Assert.StartsWith($"error 84 '{name}' ", CopyStream.Read(stream), StringComparison.Ordinal);
        Assert.StartsWith(
            $"{name} = \nend ", CopyStream.Read(stream, 1, takesAllNames: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("c3")]
    [InlineData("c080")]
    [InlineData("eda080")]
    [InlineData("f4908080")]
    public void Read_RefusesWhatIsNotUtf8_UnlessAllAreTaken(string hex)
    {
        byte[] stream = [.. CopyStream.Raw(CopyStream.File, Bytes.Hex(hex), []), .. CopyStream.End];
        Assert.StartsWith("error 84 ", CopyStream.Read(stream), StringComparison.Ordinal);
        Assert.Contains("\nend ", "\n" + CopyStream.Read(stream, 1, takesAllNames: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l", "x", false)]
    [InlineData("d/l", "x", true)]
    [InlineData("d/l", "", true)]
    [InlineData("d/l", "/etc", false)]
    [InlineData("d/l", "..", false)]
    [InlineData("d/l", "../x", false)]
    [InlineData("d/e/l", "../x", true)]
    [InlineData("d/e/l", "../../x", false)]
    [InlineData("d/e/l", "./../x", true)]
    [InlineData("d/e/l", "x/../y", false)]
    [InlineData("d/e/l", "..//x///", true)]
    [InlineData("d/e/f/l", "../../x", true)]
    [InlineData("d/e/f/l", "../x/..", false)]
    public void Read_TakesLinksThatStayInTheirTree(string name, string target, bool taken)
    {
        string text = CopyStream.Read([.. CopyStream.Entry(CopyStream.Link, name, target), .. CopyStream.End]);
        Assert.StartsWith(taken ? $"{name} -> {target}\n" : $"error 67 '{target}' ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LooksAtNamesAndTargets_UpToTheFirstNul()
    {
        byte[] stream =
        [
            .. CopyStream.Raw(CopyStream.Link, "d/l\0/etc"u8.ToArray(), "x\0/../.."u8.ToArray()),
            .. CopyStream.Raw(CopyStream.File, "ab\0cd"u8.ToArray(), []),
            .. CopyStream.End,
        ];
        Assert.StartsWith("d/l -> x\nab = \nend ", CopyStream.Read(stream, 7), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LeavesWhatComesBehindTheEnd_AndThrowsWhenAskedAgain()
    {
        FileCopyReader reader = new(takesAllNames: false);
        Assert.Equal(FileCopyStep.End, reader.Read([.. CopyStream.End, 1, 2], out int consumed));
        Assert.Equal(32, consumed);
        Assert.Null(reader.Close(2));
        Assert.Throws<InvalidOperationException>(() => reader.Read([1, 2], out _));
    }

    [Fact]
    public void Read_TakesAnEndWithAnyOtherField()
    {
        byte[] end = Enumerable.Repeat((byte)0xFF, 32).ToArray();
        end.AsSpan(0, 4).Clear();
        Assert.StartsWith("end ", CopyStream.Read(end), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HoldsNothing_OfALongFile()
    {
        FileCopyReader reader = new(takesAllNames: false);
        _ = reader.Read(CopyStream.Entry(CopyStream.File, "f", "", 1UL << 40), out _);
        byte[] block = new byte[1 << 16];

        // The runtime may allocate something of its own once, while it makes better code of this.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int whole = 0;
            for (int i = 0; i < 100; i++)
            {
                whole += reader.Read(block, out int consumed) == FileCopyStep.Data && consumed == block.Length ? 1 : 0;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(100, whole);
        }

        Assert.Equal(0, least);
    }
}
