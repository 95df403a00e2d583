using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

// A guest with the real agent and a scripted dom0 around it, for tests that are scripts: tells the agent's socket and
// the folder of the vchans, then runs until its input ends.
GuestUnderTest guest = new(new Dom0Options { Policy = static request => Policy(request) });
await using (guest.ConfigureAwait(false))
{
    using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    await guest.StartAsync(limit.Token).ConfigureAwait(false);
    Console.WriteLine(guest.AgentSocket);
    Console.WriteLine(guest.Directory.FullPath);
    _ = await Console.In.ReadToEndAsync().ConfigureAwait(false);
}

return 0;

static PolicyAnswer Policy(ServiceRequest request) => request.Service.Split('+')[0] switch
{
    "test.Echo" => PolicyAnswer.Allow(EchoAsync),
    "test.Who" => PolicyAnswer.Allow(static async (side, token) =>
    {
        _ = await side.WriteAsync($"{side.Request.Target} {side.Request.Service}\n", token).ConfigureAwait(false);
        return 0;
    }),
    "test.Fail" => PolicyAnswer.Allow(static async (side, token) =>
    {
        _ = await side.WriteAsync("partly\n", token).ConfigureAwait(false);
        _ = await side.WriteErrorAsync("it broke\n", token).ConfigureAwait(false);
        return 7;
    }),
    "test.Hang" => PolicyAnswer.Allow(static async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
        return 0;
    }),
    _ => PolicyAnswer.Refuse,
};

static async Task<int?> EchoAsync(ServiceSide side, CancellationToken token)
{
    while (await side.ReadInputAsync(token).ConfigureAwait(false) is { IsEmpty: false } input)
    {
        _ = await side.WriteAsync(input, token).ConfigureAwait(false);
    }

    return 0;
}
