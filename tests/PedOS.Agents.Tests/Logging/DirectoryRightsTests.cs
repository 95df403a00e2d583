using PedOS.Tools.Contracts.Files;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

/// <summary>Descriptors as Windows gives them to folders, and what somebody may have made of one.</summary>
public sealed class DirectoryRightsTests
{
    private const string Own = "S-1-5-21-1-2-3-1001";
    private const string Installer = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

    [Theory]
    [InlineData("%ProgramData%\\PedOS\\log", "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")]
    [InlineData("made by the program", $"O:{Own}D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{Own})")]
    [InlineData("%TEMP% of the account", $"O:{Own}D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;{Own})")]
    [InlineData(
        "Program Files",
        $"O:{Installer}D:PAI(A;;FA;;;{Installer})(A;CIIO;GA;;;{Installer})(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)"
        + "(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)")]
    [InlineData("others read", "O:SYD:P(A;OICI;FA;;;SY)(A;OICI;FRFX;;;WD)(A;OICI;FR;;;OW)")]
    [InlineData("nobody", "O:BAD:P")]
    [InlineData("what is denied", "O:BAD:P(D;OICI;FA;;;WD)(A;OICI;FA;;;BA)")]
    public void FindDanger_FindsNone(string folder, string sddl) =>
        Assert.True(DirectoryRights.FindDanger(SddlBytes.Of(sddl), Own).Length == 0, folder);

    [Theory]
    [InlineData("S-1-5-32-545 may change it (0x116)", // C:\ProgramData
        "O:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)")]
    [InlineData("S-1-5-11 may change it (0x40010000)", // a folder below C:\
        "O:BAD:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;OICIIOID;SDGXGWGR;;;AU)")]
    [InlineData("S-1-5-32-545 may change it (0x6)", // C:\Windows\Temp
        "O:SYD:PAI(A;CI;0x100026;;;BU)(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)")]
    [InlineData("it belongs to S-1-5-21-9-9-9-1002", "O:S-1-5-21-9-9-9-1002D:P(A;OICI;FA;;;SY)")]
    [InlineData("it has no list of rights", "O:BA")]
    [InlineData("S-1-1-0 may change it (0x2)", "O:BAD:P(A;;DC;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x4)", "O:BAD:P(A;;LC;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x10)", "O:BAD:P(A;;RP;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x40)", "O:BAD:P(A;;DT;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x100)", "O:BAD:P(A;;CR;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x10000)", "O:BAD:P(A;;SD;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x40000)", "O:BAD:P(A;;WD;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x80000)", "O:BAD:P(A;;WO;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x10000000)", "O:BAD:P(A;;GA;;;WD)")]
    [InlineData("S-1-1-0 may change it (0x2000000)", "O:BAD:P(A;;0x2000000;;;WD)")]
    [InlineData("S-1-3-1 may change it", "O:BAD:P(A;OICIIO;GA;;;CG)")]
    [InlineData("S-1-1-0 may change it", "O:BAD:P(XA;;FW;;;WD)")]
    [InlineData("it has an entry of a type", "O:BAD:P(OA;;FR;;;WD)")]
    [InlineData("S-1-1-0 may change it", "O:BAD:P(D;;FA;;;WD)(A;;FA;;;BA)(A;;FA;;;WD)")]
    public void FindDanger_TellsWhoItIs(string danger, string sddl) =>
        Assert.StartsWith(
            danger,
            DirectoryRights.FindDanger(SddlBytes.Of(sddl), Own),
            StringComparison.Ordinal);

    [Fact]
    public void FindDanger_TakesNothing_ThatIsNotWhole()
    {
        byte[] whole = SddlBytes.Of($"O:{Own}D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{Own})");
        Assert.Equal("", DirectoryRights.FindDanger(whole, Own));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.NotEqual("", DirectoryRights.FindDanger(whole[..length], Own));
        }
    }

    [Fact]
    public void FindDanger_AnswersWhateverTheBytesAre()
    {
        byte[] whole = SddlBytes.Of("O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)");
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 2, 9, 20, 0x7f, 0x80, 0xff])
            {
                byte[] changed = [.. whole];
                changed[at] = value;
                Assert.NotNull(DirectoryRights.FindDanger(changed, Own));
            }
        }
    }
}
