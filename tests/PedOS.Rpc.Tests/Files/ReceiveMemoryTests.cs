using PedOS.Protocols.FileCopy;
using PedOS.Rpc.Files;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>What a receiver holds; others that run meanwhile would be counted with it.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ReceiveMemoryTests : IDisposable
{
    private readonly Received _received = new();

    public void Dispose() => _received.Dispose();

    [Theory]
    [InlineData(2_000_000, FileCopyError.EDQUOT)]
    [InlineData(20_000_000, FileCopyError.None)]
    public void TenMillionNames_TakeNoMemory(ulong allowed, uint error)
    {
        const int Names = 10_000_000;
        const int Early = 100_000;
        const int Late = 1_900_000;
        WideFolder folder = new();
        _received.Documents = () => folder;
        _received.Limits = ReceiveLimits.Default with { MaxEntries = allowed };
        Dictionary<int, long> memory = [];
        using EntryStream input = new(Enumerable.Range(0, Names).Select(Next).Append(Wire.End));
        Assert.Equal(error, _received.Take(input).Error);
        Assert.InRange(memory[Late] - memory[Early], long.MinValue, 16 << 20);
        Assert.Equal(Math.Min(Names, (long)allowed), folder.Kept);

        // Of what is refused no more is read than fits into the buffer.
        Assert.InRange(input.Begun, folder.Kept, Math.Min(Names + 1L, folder.Kept + 10_000));

        byte[] Next(int number)
        {
            if (number is Early or Late)
            {
                memory[number] = GC.GetTotalMemory(forceFullCollection: true);
            }

            return Wire.Entry(Wire.File, $"{number}");
        }
    }
}
