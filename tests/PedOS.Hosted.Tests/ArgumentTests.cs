using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>What a parameter is given is taken as it is, or refused: over all parameters of all cmdlets.</summary>
public sealed class ArgumentTests : HostedTest
{
    // Texts that are no names: a blank one is a value like any other. As a number PowerShell makes 0 of it.
    private static readonly string[] Values =
    [
        "Set-PedOSDBEntry Value", "Set-PedOSConfiguration Value", "Invoke-QrexecService Argument", "Get-PedOSLog Tail",
    ];

    // Nothing is refused by the cmdlet itself, with its own id; bytes and lists are welcome.
    private const string Input = "Invoke-QrexecService InputObject";

    private static readonly string[] Nothing = ["$null", "@()", "@($null)", "''", "' '", "@('')", "@('  ')", "\"`t\""];

    private static readonly string[] NoText =
        ["@{ a = 1 }", "[pscustomobject]@{ a = 1 }", "{ code }", "(Get-Process -Id $PID)", "[DBNull]::Value"];

    private static readonly string[] OddTexts =
    [
        "\"a`0b\"", "'a' * 100000", "'nul:'", "'nosuch:x'", "'Env:PATH'", "'[*'", "'\\\\?\\x'", "[string][char]0xd800",
        "\"a`nb\"", "'../..'", "'*'", "'%'", "'ı'",
    ];

    [Fact]
    public void Nothing_NeverMeansEverything()
    {
        using Session session = new();
        string[] parameters = Parameters(session);
        Assert.All(Nothing, nothing => Assert.All(parameters, parameter =>
        {
            bool isValue = Values.Contains(parameter) && nothing is "''" or "' '" or "\"`t\"";
            if (isValue || parameter == Input)
            {
                return;
            }

            // -WhatIf, so that nothing is lost should it be accepted.
            string[] words = parameter.Split(' ');
            Outcome outcome = session.Run(
                $"$given = @{{ {words[1]} = {nothing} }}; $WhatIfPreference = $true\n"
                + $"{words[0]} @given {Others(words)}");
            ErrorRecord error = Assert.Single(outcome.Errors);
            bool isRefused = error.Exception is ParameterBindingException
                || error.FullyQualifiedErrorId.StartsWith("InvalidArgument,", StringComparison.Ordinal);
            Assert.True(isRefused, $"{parameter} takes {nothing}: {error.FullyQualifiedErrorId}");
            Assert.Empty(outcome.Output);
        }));
    }

    [Theory]
    [InlineData("'Error,Warning'", null)]
    [InlineData("Error, Warning", null)]
    [InlineData("'+3'", null)]
    [InlineData("' 3'", null)]
    [InlineData("0", null)]
    [InlineData("6", null)]
    [InlineData("4", "Debug")]
    [InlineData("debug", "Debug")]
    [InlineData("([PedOS.Tools.Contracts.LogLevel]::Debug)", "Debug")]
    public void Level_IsReadAsEverywhere(string given, string? level)
    {
        using Session session = Open();
        Outcome outcome = session.Run(
            $"(Set-PedOSLogLevel {given} -Component qrexec-agent -ImagePath $image -PassThru).Level.ToString()");
        Assert.Equal(level is null ? [] : [level], outcome.Output);
        Assert.Equal(level is null ? 1 : 0, outcome.Errors.Count);
    }

    [Fact]
    public void Object_IsNeverTakenForTheNameOfItsType()
    {
        using Session session = new();
        string[] parameters = Parameters(session);
        Assert.All(NoText, thing => Assert.All(parameters, parameter =>
        {
            string[] words = parameter.Split(' ');
            Outcome outcome = session.Run(
                $"$given = @{{ {words[1]} = {thing} }}; $WhatIfPreference = $true; {words[0]} @given");
            ErrorRecord error = Assert.Single(outcome.Errors);
            Assert.True(
                error.Exception is ParameterBindingException || parameter == Input,
                $"{parameter} takes {thing}: {error.FullyQualifiedErrorId}");
        }));
    }

    [Fact]
    public void OddText_GetsAnErrorOfOurs_AndNoneOfDotNet()
    {
        using Session session = Open();
        string[] parameters = Parameters(session);
        Assert.All(OddTexts, text => Assert.All(parameters, parameter =>
        {
            string[] words = parameter.Split(' ');
            string image = words[1] == "ImagePath" ? "" : Image(session, words[0]);
            Outcome outcome = session.Run(
                $"$given = @{{ {words[1]} = {text} }}; $WhatIfPreference = $true\n"
                + $"{words[0]} @given {Others(words)} {image}");
            Assert.All(outcome.Errors, error => Assert.False(
                IsRaw(error), $"{parameter} of {text}: {error.FullyQualifiedErrorId}: {error.Exception}"));
        }));
    }

    // An error of ours, or one that PowerShell itself has for a parameter, a drive or a provider.
    private static bool IsRaw(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("Internal,", StringComparison.Ordinal)
        || (error.Exception.GetType().FullName != "PedOS.Tools.Engine.SetupException"
            && error.Exception is not RuntimeException);

    // Without them PowerShell asks for them, and says nothing about the one that is looked at.
    private static string Others(string[] words) => string.Join(
        ' ', Mandatory(words[0], words[1]).Where(m => m != words[1]).Select(static m => $"-{m} 1"));

    private static string[] Mandatory(string cmdlet, string looked) => cmdlet switch
    {
        "Send-PedOSFile" or "Move-PedOSFile" => looked == "LiteralPath" ? [] : ["Path"],
        "Invoke-QrexecService" => ["Target", "Service"],
        "Set-PedOSDBEntry" => ["Path", "Value"],
        "Wait-PedOSDBEntry" or "Remove-PedOSDBEntry" => ["Path"],
        "Set-PedOSConfiguration" => ["Name", "Value"],
        "Reset-PedOSConfiguration" or "Unregister-QrexecService" => ["Name"],
        "Register-QrexecService" => ["Name", "Command"],
        "Set-PedOSLogLevel" => ["Level"],
        "Resume-PedOSOperation" or "Undo-PedOSOperation" => ["Id"],
        "Install-PedOSDriver" or "Uninstall-PedOSDriver" => ["Component"],
        _ when cmdlet.EndsWith("-PedOSAgent", StringComparison.Ordinal) && cmdlet[0] != 'G' => ["Name"],
        _ => [],
    };

    private static string Image(Session session, string cmdlet) =>
        session.Run($"(Get-Command {cmdlet}).Parameters.ContainsKey('ImagePath')").Output is [true]
            ? "-ImagePath $image"
            : "";

    // "CMDLET PARAMETER", without switches and numbers: those have no empty form.
    private static string[] Parameters(Session session)
    {
        string[] found =
        [
            .. session.Run(
                """
                foreach ($cmdlet in Get-Command -Module PedOSTools) {
                    foreach ($parameter in $cmdlet.Parameters.Values) {
                        if ($parameter.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and
                            $parameter.Name -notin 'WhatIf', 'Confirm' -and
                            $parameter.ParameterType -ne [switch]) {
                            "$cmdlet $($parameter.Name)"
                        }
                    }
                }
                """).Output.Cast<string>(),
        ];
        Assert.True(found.Length > 60, $"only {found.Length} parameters");
        return found;
    }
}
