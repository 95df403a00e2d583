using System.Text.Json;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Setup.Tests;

/// <summary>The setup program keeps the rules of the engine's front door.</summary>
public sealed class SetupRuleTests
{
    public static TheoryData<string> Rules => [.. SetupRule.Lines];

    [PatientTheory(Timeout = 120_000)]
    [MemberData(nameof(Rules))]
    public async Task Program_KeepsTheRules(string line)
    {
        SetupRule rule = SetupRule.Parse(line);
        using SetupBench bench = new();
        using (ImageMachine machine = ImageMachine.Open(bench.Image.Root, ImageUse.Change))
        {
            SetupStates.Bring(machine, rule.State, bench.Package);
        }

        List<string> words = [rule.Action, "--json"];
        words.AddRange(rule.Action is "install" or "repair" ? ["--allow-unsigned"] : []);
        words.AddRange(rule.Action is "install" ? ["--component", "Agent"] : []);
        words.AddRange(rule.Action is "log-level" ? ["Debug"] : []);
        words.AddRange(rule.HasPackage ? ["--source", bench.Package] : []);
        SetupRun run = await bench.GoAsync(words);

        string? error = run.Json.TryGetProperty("error", out JsonElement told)
            ? told.GetProperty("id").GetString()
            : "";
        Assert.Equal(rule.Error, error);

        // Looking tells by its code, too, what it has found.
        Assert.Equal(
            rule switch
            {
                { Action: "test", State: "nothing" or "install-interrupted" or "foreign-tools" } => 8,
                { Action: "test", State: "uninstall-interrupted" } => 7,
                { Action: "status", State: "nothing" or "foreign-tools" } => 8,
                { Error: "" } => 0,
                { Error: "NotInstalled" } => 8,
                { Error: "UnfinishedOperation" } => 6,
                { Error: "InvalidArgument" } => 2,
                _ => 4,
            },
            run.Code);
    }
}
