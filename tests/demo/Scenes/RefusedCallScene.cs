using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>A call that policy refuses.</summary>
internal sealed class RefusedCallScene : IScene
{
    public string Title => "A call that policy refuses";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        stage.Policy = static _ => PolicyAnswer.Refuse;
        string proof = stage.Guest.Directory.PathOf("refused-program-ran");
        stage.Show("the guest types", "qrexec-client-vm vault demo.Keys touch FILE");
        await using ProgramUnderTest client = stage.Guest.StartClient("vault", "demo.Keys", "/usr/bin/touch", proof);
        int exitCode = await client.FinishAsync(cancellationToken);
        stage.CheckEqual("exit code", 126, exitCode);
        stage.CheckEqual("what it says", "Request refused\n", client.Error, "Request refused");
        stage.Check("its local program did not run", !File.Exists(proof), "no file");
    }
}
