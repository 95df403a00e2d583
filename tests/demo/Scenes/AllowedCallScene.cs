using System.Globalization;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>A program of the guest calls a service elsewhere.</summary>
internal sealed class AllowedCallScene : IScene
{
    public string Title => "A program of the guest calls a service that policy allows";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        stage.Policy = request => request is { Service: "demo.Sum+euro", Target: "vault" }
            ? PolicyAnswer.Allow(SumAsync)
            : PolicyAnswer.Refuse;
        stage.Show("the guest types", "qrexec-client-vm vault demo.Sum+euro");
        await using ProgramUnderTest client = stage.Guest.StartClient("vault", "demo.Sum+euro");
        await client.Input.WriteAsync("12\n30\n"u8.ToArray(), cancellationToken);
        int exitCode = await client.FinishAsync(cancellationToken);
        ServiceRequest asked = stage.Guest.Dom0.Requests.Last();
        stage.CheckEqual("dom0 was asked for", "demo.Sum+euro in vault", $"{asked.Service} in {asked.Target}");
        stage.CheckEqual("answer of the service", "42 euro\n", client.Output, "42 euro");
        stage.CheckEqual("its exit code", 5, exitCode);
    }

    private static async Task<int?> SumAsync(ScriptedServiceSide side, CancellationToken cancellationToken)
    {
        string input = System.Text.Encoding.ASCII.GetString(await side.ReadAllAsync(cancellationToken));
        int sum = input.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Sum(line => int.Parse(line, CultureInfo.InvariantCulture));
        string unit = side.Request.Service.Split('+')[1];
        _ = await side.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{sum} {unit}\n"), cancellationToken);
        return 5;
    }
}
