using PedOS.Protocols;
using PedOS.Protocols.FileCopy;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>The service as another machine calls it, through the agent.</summary>
public sealed class FileServiceTests : RpcTest
{
    [Theory]
    [InlineData("qubes.Filecopy", "datei", 0)]
    [InlineData("qubes.Filecopy", "a\nb", 84)]
    [InlineData("qubes.Filecopy+allow-all-names", "a\nb", 0)]
    public async Task Files_AreReceived_AndAnswered(string service, string name, int exitCode)
    {
        await StartAsync();
        byte[] stream = [.. Wire.Entry(Wire.File, name, "inhalt"), .. Wire.End];
        CallResult result = await Guest.CallAsync(service, "arbeit", stream, Token);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(
            ReadStatus.Done, FileCopyResult.TryRead(result.Output, isEnd: true, out FileCopyResult? answer));
        Assert.Equal((uint)exitCode, answer!.Error);
        string[] there = Directory.GetFiles(Path.Combine(Documents, "QubesIncoming", "arbeit"));
        Assert.Equal(exitCode == 0 ? [name] : [], there.Select(Path.GetFileName));
        Assert.All(there, static path => Assert.Equal("inhalt", File.ReadAllText(path)));
    }
}
