using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Programs;

/// <summary>The network's settings, through the program <c>network-setup</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="cancellation">Ends what runs.</param>
public sealed class NetworkClient(ToolProgram program, CancellationToken cancellation)
{
    /// <summary>What is, and what dom0 wants.</summary>
    /// <exception cref="SetupException">The program failed.</exception>
    public NetworkReport GetStatus()
    {
        // Exit code 1 also means that something differs, which is no failure here.
        ProgramResult result = program.Run(cancellation, "--status", "--json");
        try
        {
            JsonValue status = JsonText.Read(result.Output);
            return new(
                status.Find("problem")?.AsText() ?? "", [.. status.Get("adapters").Items.Select(Read)]);
        }
        catch (FormatException)
        {
            throw program.Failure(result);
        }
    }

    /// <summary>Gives the machine the settings that dom0 wants.</summary>
    /// <exception cref="SetupException">It could not be done.</exception>
    public void Sync() => program.Demand(cancellation, "--once");

    /// <summary>Puts back what was before the first change.</summary>
    /// <exception cref="SetupException">It could not be done.</exception>
    public void Restore() => program.Demand(cancellation, "--restore");

    private static NetworkAdapterStatus Read(JsonValue adapter) => new(
        adapter.Get("name").AsText(),
        adapter.Get("mac").AsText(),
        Texts(adapter, "addresses"),
        Texts(adapter, "routes"),
        Texts(adapter, "dnsServers"),
        adapter.Get("mtu").AsInt32(),
        adapter.Find("wanted")?.AsText() ?? "",
        Texts(adapter, "missing"),
        adapter.Get("canBeRestored").AsTruth());

    private static string[] Texts(JsonValue adapter, string name) =>
        [.. adapter.Get(name).Items.Select(static i => i.AsText())];
}
