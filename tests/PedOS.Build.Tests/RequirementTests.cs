using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("osslsigncode 2.5, using:\n\tOpenSSL 3.0.11 19 Sep 2023 (Library: OpenSSL 3.0.11)", false)]
    [InlineData("osslsigncode 2.7, using:\n\tOpenSSL 3.0.13 30 Jan 2024", false)]
    [InlineData("osslsigncode 1.7.1, using:", false)]
    [InlineData("osslsigncode 2.8, using:\n\tOpenSSL 3.0.13 30 Jan 2024", true)]
    [InlineData("osslsigncode 2.10, using:\n\tOpenSSL 3.5.1 1 Jul 2025", true)]
    [InlineData("osslsigncode 3.0", true)]
    [InlineData("osslsigncode: unknown option", false)]
    [InlineData("", false)]
    public void SignsScripts_TellsByTheVersion(string told, bool expected) =>
        Assert.Equal(expected, Requirement.SignsScripts(told));
}
