using PedOS.TestKit.Dom0;

namespace PedOS.Demo.Scenes;

/// <summary>Names that are not English.</summary>
internal sealed class NamesScene : IScene
{
    private static readonly string[] Names =
        ["Grüße aus Köln.txt", "İstanbul ığdır.txt", "日本語の名前.txt", "اسم الملف.txt"];

    public string Title => "Names in any script pass unharmed";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        string directory = stage.Guest.Directory.MakeDirectory("names");
        foreach (string name in Names)
        {
            CallResult result = await stage.Guest.ShellAsync(
                $"cd {directory} && echo 'content of {name}' >'{name}' && cat *'{name[^8..]}'",
                cancellationToken: cancellationToken);
            bool same = result is { ExitCode: 0 } && File.Exists(Path.Combine(directory, name));
            stage.Check("file made, named and read back", same, result.OutputText.TrimEnd());
        }
    }
}
