using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A hive that refuses a change, or the way back from it, is told before the first change.</summary>
public sealed class HostileHiveTests
{
    private const int Mutants = 200;
    private const int FirstRecord = 4096 + 32;

    private readonly SamplePackage _package = new("1.0.0");

    [Fact]
    public void Check_FindsWhatTheOperationWouldFind()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        string[] paths = [fixture.Image.Software, fixture.Image.System];
        byte[][] sound = [.. paths.Select(File.ReadAllBytes)];
        int refused = 0;
        int done = 0;
        for (int seed = 0; seed < Mutants; seed++)
        {
            Random random = new(seed);
            int which = seed % paths.Length;
            byte[] hive = [.. sound[which]];
            for (int i = 0; i <= random.Next(12); i++)
            {
                hive[random.Next(FirstRecord, hive.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(paths[which], hive);
            switch (Install(fixture, seed))
            {
                case true:
                    done++;
                    break;
                case false:
                    refused++;
                    Assert.Equal(hive, File.ReadAllBytes(paths[which]));
                    Assert.False(Directory.Exists(fixture.Image.At(@"Program Files\PedOS Setup")), $"mutant {seed}");
                    break;
                default:
                    break;
            }

            for (int i = 0; i < paths.Length; i++)
            {
                File.WriteAllBytes(paths[i], sound[i]);
            }

            foreach (string left in (string[])[@"Program Files\PedOS Setup", @"Program Files\PedOS Tools"])
            {
                if (Directory.Exists(fixture.Image.At(left)))
                {
                    Directory.Delete(fixture.Image.At(left), recursive: true);
                }
            }
        }

        Assert.True(refused > 0, "none was refused");
        Assert.True(done > Mutants / 20, $"{done} were changed");
    }

    /// <summary>Whether it was installed, or refused by the check; null when not even a plan could be made.</summary>
    private bool? Install(ImageFixture fixture, int seed)
    {
        ImageMachine machine;
        Plan plan;
        try
        {
            machine = fixture.Open();
        }
        catch (SetupException)
        {
            return null;
        }

        using (machine)
        {
            SetupEngine engine = new(machine, _package, NoObserver.Instance);
            try
            {
                plan = new Planner(machine, null, "operation").Install(
                    _package.List,
                    _package,
                    [ComponentNames.Agent, ComponentNames.DisableUac],
                    new ProductOptions(IsTemplate: true));
            }
            catch (SetupException)
            {
                return null;
            }

            if (new Preflight(machine, _package).Check(plan).Count > 0)
            {
                return false;
            }

            try
            {
                _ = engine.Run(plan, TestContext.Current.CancellationToken);
                _ = engine.Undo("operation");
            }
            catch (SetupException e)
            {
                // Other names than those that Windows has may fail, and are put back; records may not.
                Assert.False(
                    e.Error is SetupError.DamagedHive or SetupError.UnsupportedHive,
                    $"mutant {seed} was found by the operation only: {e.Message}");
                return null;
            }

            return true;
        }
    }
}
