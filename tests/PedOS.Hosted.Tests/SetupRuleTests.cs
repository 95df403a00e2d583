using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>The cmdlets keep the rules of the engine's front door, as the setup program does.</summary>
public sealed class SetupRuleTests : HostedTest
{
    private static string Table =>
        Path.Join(Workbench.Repository, "tests", "vectors", "setup", "rules.txt");

    public static TheoryData<string> Rules =>
        [.. File.ReadLines(Table).Where(static line => line.Length > 0 && line[0] != '#')];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Cmdlets_KeepTheRules(string line)
    {
        string[] rule = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Bench.Bring(rule[0]);
        using Session session = Open();
        string source = rule[2] == "yes" ? " -Source $package" : "";

        string script = rule[1] switch
        {
            "install" => "Install-PedOSTools Agent -AllowUnsigned -ImagePath $image" + source,
            "repair" => "Repair-PedOSTools -AllowUnsigned -ImagePath $image" + source,
            "uninstall" => "Uninstall-PedOSTools -Confirm:$false -ImagePath $image",
            "resume" => "Resume-PedOSOperation -ImagePath $image" + source,
            "undo" => "Undo-PedOSOperation -ImagePath $image",
            "test" => "Test-PedOSTools -ImagePath $image",
            "status" => "Get-PedOSTools -ImagePath $image",
            "log-level" => "Set-PedOSLogLevel Debug -PassThru -ImagePath $image",
            _ => throw new InvalidOperationException($"no cmdlet for {rule[1]}"),
        };

        Outcome outcome = session.Run(script);

        ErrorRecord? error = outcome.Errors.SingleOrDefault();
        Assert.Equal(rule[3], error is null ? "-" : error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(error is null, outcome.Output.Count > 0);
    }
}
