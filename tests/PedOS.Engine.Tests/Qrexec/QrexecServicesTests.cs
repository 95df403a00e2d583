using PedOS.Engine.Tests.Images;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Qrexec;
using Xunit;

namespace PedOS.Engine.Tests.Qrexec;

public sealed class QrexecServicesTests
{
    /// <summary>Files that a Linux put there: Windows has no such names, and dom0 cannot ask for them.</summary>
    [Theory]
    [InlineData("a:b")]
    [InlineData("NUL")]
    [InlineData("ends.")]
    [InlineData("a?")]
    public void List_ShowsTheOthers_BesideOneThatCannotBeRead(string odd)
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        string folder = Path.Combine(
            fixture.Image.Root, "Program Files", "PedOS Tools", "qubes-rpc");
        _ = Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, odd), "C:\\odd.exe");
        File.WriteAllText(Path.Combine(folder, "my.Dienst"), "C:\\Größe\\a.exe\r\n");
        using ImageMachine machine = fixture.Open();
        QrexecServices services = new(machine);

        Assert.Equal(
            [(odd, QrexecServiceKind.Damaged, ""), ("my.Dienst", QrexecServiceKind.Program, "C:\\Größe\\a.exe")],
            services.List().OrderBy(static s => s.Kind != QrexecServiceKind.Damaged)
                .Select(static s => (s.Name, s.Kind, s.Command)));
        Assert.Equal("C:\\Größe\\a.exe", services.Find("my.Dienst")?.Command);

        services.Unregister(services.Find("my.Dienst")!);
        SetupException refused = Assert.Throws<SetupException>(() => services.Unregister(services.Find(odd)!));
        Assert.Contains(odd, refused.Message, StringComparison.Ordinal);
        Assert.Equal(odd, Assert.Single(services.List()).Name);
    }
}
