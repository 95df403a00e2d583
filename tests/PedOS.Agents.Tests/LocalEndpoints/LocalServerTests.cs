using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Tests.Logging;
using PedOS.TestKit.Limits;
using PedOS.TestKit.LocalEndpoints;
using Xunit;

namespace PedOS.Agents.Tests.LocalEndpoints;

public sealed class LocalServerTests
{
    [PatientFact(Timeout = 30_000)]
    public async Task Client_IsCountedAsWhoItWasWhenItCame()
    {
        MemoryListener listener = new();
        ClientLimits limits = new();
        TaskCompletionSource served = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordingLog log = new();
        LocalServer server = new(() => listener, ServeAsync, limits, "nothing", TimeProvider.System, log);
        using CancellationTokenSource stop = new();
        Task running = server.RunAsync(stop.Token);

        await using MemoryConnection client =
            listener.Connect(new LocalIdentity("S-1-5-18", 1), opener: new LocalIdentity("S-1-5-21-1", 1));
        await client.WriteAsync(new byte[] { 1 }, CancellationToken.None);
        await served.Task;
        await stop.CancelAsync();
        await running;

        // An account that never entered cannot leave; nobody is counted any more.
        Assert.Empty(log.Messages);
        for (int i = 0; i < ClientLimits.MaxPerAccount; i++)
        {
            Assert.True(limits.TryEnter("S-1-5-21-1"));
        }

        Assert.False(limits.TryEnter("S-1-5-21-1"));

        async Task ServeAsync(ILocalConnection connection, CancellationToken stopping)
        {
            Assert.Equal("S-1-5-21-1", connection.Identity.Account);
            Assert.Equal(1, await connection.ReadAsync(new byte[1], stopping));
            Assert.Equal("S-1-5-18", connection.Identity.Account);
            served.SetResult();
        }
    }

    [Fact]
    public void Limits_LeaveRoom_BesideAnAccountAndThoseWhoHide()
    {
        ClientLimits limits = new();
        Fill("S-1-5-21-1", ClientLimits.MaxPerAccount);
        Fill(LocalIdentity.Unknown, ClientLimits.MaxUnknown);

        Assert.True(limits.TryEnter("S-1-5-18"));

        void Fill(string account, int most)
        {
            for (int i = 0; i < most; i++)
            {
                Assert.True(limits.TryEnter(account));
            }

            Assert.False(limits.TryEnter(account));
        }
    }
}
