using System.Globalization;
using PedOS.Build.Lanes;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>Wine's programs start every time: their loader's heap is not where Wine wants a page.</summary>
public sealed class FixedAddressTests
{
    // ADDR_NO_RANDOMIZE of <linux/personality.h>
    private const int NoRandomAddresses = 0x0040000;

    [Fact]
    public void Tests_StartWineAtFixedAddresses()
    {
        Assert.SkipUnless(WineProgram.FixedAddresses.Count > 0, "the system does not let a process fix its addresses");
        string personality = File.ReadAllText("/proc/self/personality");

        int flags = int.Parse(personality, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.NotEqual(0, flags & NoRandomAddresses);
    }
}
