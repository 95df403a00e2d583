using PedOS.Agents.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Processes;

/// <summary>
/// What messages say of a program: at every level its name alone, which the archive knows by its mark.
/// </summary>
public sealed class LaunchRequestTests
{
    [Theory]
    [InlineData("curl.exe -u bob:Hunter22 /url", "⟦curl.exe⟧")]
    [InlineData(@"C:\tools\curl.exe -u bob:Hunter22", "⟦curl.exe⟧")]
    [InlineData(@"""C:\Program Files\Größe 日本\curl.exe"" -u ""bob:Hunter22""", "⟦curl.exe⟧")]
    [InlineData("  \t curl.exe\t-u bob:Hunter22", "⟦curl.exe⟧")]
    [InlineData(@"\\server\share\x.exe Hunter22", "⟦x.exe⟧")]
    [InlineData("\"curl.exe", "⟦curl.exe⟧")]
    [InlineData("", "⟦⟧")]
    [InlineData("\"", "⟦⟧")]
    [InlineData("a⟧b c", "⟦a]b⟧")]
    public void Name_OfACommandLine_IsThatOfItsProgram(string line, string expected)
    {
        LaunchRequest request = new("unused", ["Hunter22"], line, [], "anna", true);
        Assert.Equal(expected, request.Name);
        Assert.Equal($"⟦{line.Replace('⟧', ']')}⟧", request.Text);
    }

    [Theory]
    [InlineData("/etc/qubes-rpc/qubes.VMExec", "⟦qubes.VMExec⟧", "⟦/etc/qubes-rpc/qubes.VMExec a Hunter22⟧")]
    [InlineData(@"C:\Größe 日本\pedos-rpc.exe", "⟦pedos-rpc.exe⟧", @"⟦C:\Größe 日本\pedos-rpc.exe a Hunter22⟧")]
    public void Name_OfAProgram_IsThatOfItsFile(string program, string name, string text)
    {
        LaunchRequest request = new(program, ["a", "Hunter22"], null, [], "anna", true);
        Assert.Equal((name, text), (request.Name, request.Text));
    }
}
