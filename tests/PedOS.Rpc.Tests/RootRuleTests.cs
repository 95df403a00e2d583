using System.Text;
using PedOS.Rpc.Running;
using PedOS.TestKit.Database;
using Xunit;

namespace PedOS.Rpc.Tests;

public sealed class RootRuleTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(RootRule.Never, "True", false)]
    [InlineData(RootRule.WhereUpdatesAre, "True", true)]
    [InlineData(RootRule.WhereUpdatesAre, "False", false)]
    [InlineData(RootRule.WhereUpdatesAre, "true", false)]
    [InlineData(RootRule.WhereUpdatesAre, "True\n", false)]
    [InlineData(RootRule.WhereUpdatesAre, null, false)]
    [InlineData(RootRule.Always, null, true)]
    public async Task Require_IsAsTheSettingSays(uint setting, string? entry, bool isAllowed)
    {
        await using MemoryDatabase database = new();
        if (entry is not null)
        {
            await database.WriteAsync("/qubes-vm-updateable", Encoding.UTF8.GetBytes(entry), Never);
        }

        Task required = RootRule.RequireAsync(setting, database, TimeProvider.System, Never);

        if (isAllowed)
        {
            await required;
        }
        else
        {
            IOException refused = await Assert.ThrowsAsync<IOException>(() => required);
            Assert.Contains($"RootServices is {setting}", refused.Message, StringComparison.Ordinal);
        }
    }
}
