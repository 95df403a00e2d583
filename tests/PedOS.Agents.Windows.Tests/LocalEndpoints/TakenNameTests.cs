using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Pipes;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Tests.Logging;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.LocalEndpoints;

/// <summary>A name that is not free: of an earlier run of ours, of one that still runs, or of somebody else.</summary>
public sealed class TakenNameTests
{
    private const int Timeout = 60_000;
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly string _name = $@"\\.\pipe\pedos-test-{Guid.NewGuid():N}";
    private readonly NamedPipeConnector _connector = new();
    private readonly LogLines _log = new();

    [PatientTheory(Timeout = Timeout)]
    [InlineData(Win32Error.ERROR_ACCESS_DENIED)]
    [InlineData(Win32Error.ERROR_PIPE_BUSY)]
    public async Task Listen_OffersTheNameAgain_WhileAClientOfAnEarlierRunKeepsItOpen(int refusal)
    {
        await using NamedPipeListener listener =
            new(_name, new KeptName(refusal, TokenAccount.AdministratorsSid), _log);
        ValueTask<ILocalConnection> accepting = listener.AcceptAsync(Never);
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await accepting;
        await client.WriteAsync(new byte[] { 7 }, Never);
        Assert.Equal(1, await server.ReadAsync(new byte[2], Never));
        Assert.Contains("is offered again", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    /// <summary>Whether he listens, lets nobody listen beside him, or left clients behind.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Listen_NamesWhoeverElseMadeTheName(bool isInUse, bool isClosed)
    {
        const string Somebody = "S-1-5-21-1-2-3-1001";
        KeptName instances =
            new(Win32Error.ERROR_ACCESS_DENIED, Somebody) { IsInUse = isInUse, IsClosed = isClosed };

        IOException refused = Assert.Throws<IOException>(() => new NamedPipeListener(_name, instances, _log));

        Assert.Contains($"the name belongs to {Somebody}", refused.Message, StringComparison.Ordinal);
        Assert.NotEqual(isInUse || isClosed, instances.Joined is { Handle.IsClosed: true });
    }

    [Fact]
    public void Listen_Refuses_WhileAnotherOneOfTheProgramRuns()
    {
        KeptName instances = new(Win32Error.ERROR_ACCESS_DENIED, TokenAccount.Own.Sid) { IsInUse = true };

        IOException refused = Assert.Throws<IOException>(() => new NamedPipeListener(_name, instances, _log));

        Assert.Contains("is the program running already?", refused.Message, StringComparison.Ordinal);
        Assert.Null(instances.Joined);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task FindOwner_AsksAsAClientOfWhoeverListens()
    {
        PipeInstances instances = new();
        Assert.Null(instances.FindOwner(_name));
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);

        string owner = Assert.IsType<string>(instances.FindOwner(_name));

        Assert.True(PipeOwner.MayOffer(owner), owner);
        ValueTask<ILocalConnection> accepting = listener.AcceptAsync(Never);
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await accepting;
    }

    // The rule of Windows that Wine lacks: a name lives as long as the last client's handle, and is refused as the
    // first of all until then.
    private sealed class KeptName(int refusal, string owner) : PipeInstances
    {
        public bool IsInUse { get; init; }

        public bool IsClosed { get; init; }

        public OverlappedPipe? Joined { get; private set; }

        public override OverlappedPipe Create(string name, bool first) => first || IsClosed
            ? throw Win32Error.Exception($"cannot listen at {name}", refusal)
            : Joined = base.Create(name, first: false);

        public override bool IsOffered(string name) => IsInUse;

        public override string OwnerOf(OverlappedPipe pipe) => owner;

        public override string? FindOwner(string name) => owner;
    }
}
