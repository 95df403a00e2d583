using System.Threading.Channels;
using PedOS.TestKit.Database;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Peer.Tests.Presence;

/// <summary>What dom0 learns of a guest, from the real agent through the real database.</summary>
public sealed class PresenceTests : PeerTest
{
    private readonly DatabaseUnderTest _database = new();
    private readonly Channel<ServiceRequest> _calls = Channel.CreateUnbounded<ServiceRequest>();

    [Fact]
    public async Task Agent_TellsDom0WhatItIs_BeforeAnybodyLogsOn()
    {
        await StartGuestAsync();
        await _database.StartAsync(Token);
        await ExpectCallAsync();
        await ExpectEntryAsync("os", "Linux");
        await ExpectEntryAsync("qrexec", "1");
        await ExpectEntryAsync("gui", "0");
        await ExpectEntryAsync("gui-emulated", "1");
        Assert.True(int.TryParse(_database.Dom0["/qubes-tools/version"], out _));
        Assert.Null(_database.Dom0["/qubes-tools/default-user"]);
    }

    [Fact]
    public async Task Agent_TellsDom0Again_WhenAUserLogsOn()
    {
        await _database.StartAsync(Token);
        await StartGuestAsync();
        await ExpectCallAsync();
        LogOn("1000", "alice");
        await ExpectCallAsync();
        await ExpectEntryAsync("default-user", "alice");

        // Somebody who is there in the background changes nothing.
        LogOn("1001", "bob", "online");
        await Task.Delay(300, Token);
        Assert.False(_calls.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Agent_TellsTheUserOfTheSettings_WhoeverIsLoggedOn()
    {
        await _database.StartAsync(Token);
        await StartGuestAsync("DefaultUser = Carol\n");
        await ExpectCallAsync();
        await ExpectEntryAsync("default-user", "Carol");

        // Settings take effect while the agent runs.
        string text = await File.ReadAllTextAsync(Guest.SettingsFile, Token);
        await File.WriteAllTextAsync(
            Guest.SettingsFile, text.Replace("Carol", "Dave", StringComparison.Ordinal), Token);
        await ExpectCallAsync();
        await ExpectEntryAsync("default-user", "Dave");
    }

    [Fact]
    public async Task Agent_TellsDom0Again_AfterEachReconnect()
    {
        await _database.StartAsync(Token);
        await StartGuestAsync();
        await ExpectCallAsync();
        await Guest.Dom0.StopAsync();
        Guest.Dom0.Start();
        await ExpectCallAsync();
    }

    [Fact]
    public async Task Agent_DoesNotTellAUserThatDom0WouldRefuse()
    {
        await _database.StartAsync(Token);
        await StartGuestAsync();
        await ExpectCallAsync();
        LogOn("1000", "Jürgen");
        await Guest.WaitForLogAsync("is not told of the default user Jürgen", Token);
        Assert.Null(_database.Dom0["/qubes-tools/default-user"]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartGuestAsync(string settings = "")
    {
        Prepare(
            new Dom0Options
            {
                Policy = request => _calls.Writer.TryWrite(request) ? PolicyAnswer.Allow(0) : PolicyAnswer.Refuse,
            },
            new Dictionary<string, string> { ["PEDOS_SESSIONS"] = _database.Directory.MakeDirectory("sessions") });
        Guest.Database = _database.Endpoint;
        await File.AppendAllTextAsync(Guest.SettingsFile, settings, Token);
        await Guest.StartAsync(Token);
    }

    private void LogOn(string id, string name, string state = "active")
    {
        string directory = _database.Directory.PathOf("sessions");
        File.WriteAllText(Path.Combine(directory, "." + id), $"# of the test\nNAME={name}\nSTATE={state}\n");
        File.Move(Path.Combine(directory, "." + id), Path.Combine(directory, id));
    }

    private async Task ExpectCallAsync()
    {
        ServiceRequest request = await _calls.Reader.ReadAsync(Token);
        Assert.Equal(("dom0", "qubes.NotifyTools"), (request.Target, request.Service));
    }

    private async Task ExpectEntryAsync(string name, string value)
    {
        while (_database.Dom0["/qubes-tools/" + name] != value)
        {
            await Task.Delay(5, Token);
        }
    }
}
