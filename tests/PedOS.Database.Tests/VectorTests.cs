using PedOS.TestKit.Database;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>
/// Recorded conversations of the original's client and daemon: what the client sent, ours must answer.
/// </summary>
public sealed class VectorTests : DatabaseTest
{
    private static readonly (string, string)[] Entries =
    [
        ("/default-user", "user"), ("/name", "testvm"), ("/qubes-block-devices", ""), ("/qubes-gateway", "10.138.0.1"),
        ("/qubes-gui-domain-xid", "0"), ("/qubes-ip", "10.137.0.42"), ("/qubes-netmask", "255.255.255.255"),
        ("/qubes-primary-dns", "10.139.1.1"), ("/qubes-secondary-dns", "10.139.1.2"),
        ("/qubes-vm-persistence", "rw-only"), ("/type", "AppVM"),
    ];

    public static TheoryData<string> Names =>
    [
        .. Directory.GetFiles(Folder, "*.from-client.bin")
            .Select(file => Path.GetFileName(file).Replace(".from-client.bin", "", StringComparison.Ordinal)),
    ];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors", "qubesdb");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RecordedRequest_IsAnsweredAsRecorded(string name)
    {
        await StartAsync(Entries);
        if (name is "multiread-all" or "rm")
        {
            Assert.Equal("7 /test/key", await AskAsync(Write, "/test/key", "value 1"));
        }

        bool isReadOnly = name == "write-readonly-socket";
        await using RawDatabaseClient client =
            await RawDatabaseClient.ConnectAsync(isReadOnly ? Guest.ReadOnlyEndpoint : Guest.Endpoint, Token);
        _ = await client.Channel.WriteAsync(await LoadAsync(name + ".from-client"), Token);
        byte[] expected = await LoadAsync(name + ".from-daemon");
        byte[] answer = new byte[expected.Length];
        int first = await client.Channel.ReadFullAsync(answer.AsMemory(0, HeaderSize), Token);
        if (name.StartsWith("watch", StringComparison.Ordinal))
        {
            await ChangeAsync(name);
        }

        Assert.Equal(answer.Length, first + await client.Channel.ReadFullAsync(answer.AsMemory(first), Token));
        Assert.Equal(expected, answer);
    }

    // What dom0 did while the watches were recorded.
    private async Task ChangeAsync(string name)
    {
        if (name == "watch-dir")
        {
            await Dom0.WriteAsync("/w/a", "1", Token);
            await Dom0.WriteAsync("/w/b/c", "22", Token);
            await Dom0.RemoveAsync("/w/", Token);
        }

        await Dom0.WriteAsync("/w2x", "no", Token);
        await Dom0.WriteAsync("/w2", "a", Token);
        await Dom0.RemoveAsync("/w2", Token);
    }

    private Task<byte[]> LoadAsync(string name) =>
        File.ReadAllBytesAsync(Path.Combine(Folder, name + ".bin"), Token);
}
