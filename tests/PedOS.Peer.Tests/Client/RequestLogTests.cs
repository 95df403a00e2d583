using System.Globalization;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

/// <summary>Who may call services may not write the log full with that.</summary>
public sealed class RequestLogTests : PeerTest
{
    private const int Requests = 30;
    private const string Counted = " caused ";

    [Fact]
    public async Task Requests_OfOneAccount_AreCounted_WhenThereAreMany()
    {
        await StartWithPolicyAsync(_ => PolicyAnswer.Refuse);
        for (int i = 0; i < Requests; i++)
        {
            await using ProgramUnderTest client = Guest.StartClient("dom0", $"test.S{i}");
            Assert.Equal(QrexecAbi.QREXEC_EXIT_REQUEST_REFUSED, await client.FinishAsync(Token));
        }

        Assert.True(Signals.Send(Guest.Agent.Id, Signals.Terminate));
        _ = await Guest.Agent.EndedAsync(Token);
        int written = Guest.LogLines(" asks for ").Count + Guest.LogLines("dom0 refused ").Count;
        int leftOut = Guest.LogLines(Counted).Sum(static line => int.Parse(
            line[(line.IndexOf(Counted, StringComparison.Ordinal) + Counted.Length)..].Split(' ')[0],
            CultureInfo.InvariantCulture));

        // On a machine so slow that they take longer than the window there is nothing to leave out.
        Assert.Equal(2 * Requests, written + leftOut);
        Assert.InRange(leftOut, 1, 2 * Requests);
    }
}
