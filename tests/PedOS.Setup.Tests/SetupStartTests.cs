using Xunit;

namespace PedOS.Setup.Tests;

public sealed class SetupStartTests
{
    [Theory]
    [InlineData("", true, false, "install --ask", true, true)]
    [InlineData("", true, true, "install --ask", false, true)]
    [InlineData("", false, false, "", false, false)]
    [InlineData("uninstall --ask", true, false, "uninstall --ask", true, true)]
    [InlineData("uninstall --ask", false, false, "uninstall --ask", false, false)]
    [InlineData("install --ask --image D:\\", true, false, "install --ask --image D:\\", false, true)]
    [InlineData("install --restart", true, false, "install --restart", false, false)]
    [InlineData("first-start", true, true, "first-start", false, false)]
    [InlineData("repair --installer", true, true, "repair --installer", false, false)]
    public void Of_AsksElevatesAndWaits_OnlyInItsOwnWindow(
        string args, bool isOwnWindow, bool isElevated, string words, bool needsElevation, bool waits)
    {
        SetupStart start = SetupStart.Of(
            args.Split(' ', StringSplitOptions.RemoveEmptyEntries), isOwnWindow, isElevated);

        Assert.Equal(words, string.Join(' ', start.Words));
        Assert.Equal((needsElevation, waits), (start.NeedsElevation, start.Waits));
    }
}
