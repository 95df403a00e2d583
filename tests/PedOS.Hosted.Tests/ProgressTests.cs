using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Progress of an operation, and preferences that must not disturb it.</summary>
public sealed class ProgressTests : HostedTest
{
    [Fact]
    public void Install_TellsItsProgress_AndItsEnd()
    {
        using Session session = Open();
        Outcome outcome = session.Run("Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned");
        Assert.Empty(outcome.Errors);
        ProgressRecord[] ours =
            [.. outcome.Progress.Where(static p => p.Activity.StartsWith("PedOS", StringComparison.Ordinal))];
        Assert.True(ours.Length > 3, $"{ours.Length} records");
        int[] percents = [.. ours[..^1].Select(static p => p.PercentComplete)];
        Assert.Equal(percents.Order(), percents);
        Assert.InRange(percents[^1], percents[0] + 1, 100);
        Assert.All(ours[..^1], static p => Assert.Equal(ProgressRecordType.Processing, p.RecordType));
        Assert.Equal(ProgressRecordType.Completed, ours[^1].RecordType);
        Assert.Single(ours.Select(static p => p.ActivityId).Distinct());
    }

    [Fact]
    public void DamagedPackage_IsUndone_WhateverWarningsDo()
    {
        File.AppendAllText(Path.Join(Bench.Package, "qubes-rpc/qubes.VMShell"), "x");
        using Session session = Open();

        Outcome outcome = session.Run(
            "Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned -WarningAction Stop");

        // PowerShell tells the first thing that ended the command: the warning that the user wants to be the end.
        Assert.Equal("ActionPreferenceStop", Assert.Single(outcome.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal([false], session.Run("(Get-PedOSOperation -ImagePath $image).IsInterrupted").Output);
        Assert.Equal(Bench.Before, Bench.SnapshotWithoutBooks());
    }
}
