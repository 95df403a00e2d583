using System.Globalization;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>How long after the database's event a change is in force.</summary>
public sealed class LatencyTests(ITestOutputHelper output) : NamespaceTest
{
    [Fact]
    public async Task Change_IsInForceWithin100Milliseconds()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectLogAsync("read back");
        List<double> taken = [];
        for (int i = 2; i < 42; i++)
        {
            string gateway = $"10.138.20.{i}";
            Database.Set("/qubes-gateway", gateway);
            TimeSpan time = await ExpectAsync(
                "e0", $"10.137.0.5/32 | {gateway}/32 on the link, 0.0.0.0/0 via {gateway}");
            taken.Add(time.TotalMilliseconds);
            await ExpectLogAsync("read back", times: i);
        }

        taken.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"change of the gateway in force after ms: median {taken[20]:0.0}, most {taken[^1]:0.0}"));
        Assert.True(taken[20] < 100, $"median {taken[20]} ms");
    }
}
