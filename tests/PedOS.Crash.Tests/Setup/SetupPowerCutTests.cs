using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Crash.Tests.Setup;

/// <summary>
/// The power is cut after every call that changes something. Afterwards the operation is finished, or undone, and the
/// machine is as if it had never been interrupted, or never begun.
/// </summary>
public sealed class SetupPowerCutTests
{
    private const string Books = @"C:\Program Files\PedOS Setup";

    public static TheoryData<string, Survival> Matrix
    {
        get
        {
            TheoryData<string, Survival> rows = [];
            foreach (string name in SetupCase.Cases.Keys)
            {
                foreach (Survival survival in Enum.GetValues<Survival>())
                {
                    rows.Add(name, survival);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string> Names => [.. SetupCase.Cases.Keys];

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Resume_ReachesTheEnd_WhereverThePowerWasCut(string name, Survival survival)
    {
        SetupCase setup = SetupCase.Cases[name];
        IReadOnlyList<string> end = End(setup, out int calls);
        for (int cut = 1; cut <= calls; cut++)
        {
            using FakeWindows machine = Cut(setup, cut, survival);
            if (Interrupted(setup, machine) is { } id)
            {
                _ = setup.Engine(machine).Resume(id, TestContext.Current.CancellationToken);
            }
            else if (!IsEnded(setup, machine))
            {
                _ = setup.Run(machine);
            }

            machine.Commit();
            machine.Restart(Survival.Nothing);
            Assert.True(end.SequenceEqual(SetupCase.Describe(machine)), Difference(cut, end, machine));
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Undo_ReachesTheBeginning_WhereverThePowerWasCut(string name, Survival survival)
    {
        SetupCase setup = SetupCase.Cases[name];
        IReadOnlyList<string> start = Start(setup);
        _ = End(setup, out int calls);
        for (int cut = 1; cut <= calls; cut++)
        {
            using FakeWindows machine = Cut(setup, cut, survival);
            if (Interrupted(setup, machine) is { } id)
            {
                _ = setup.Engine(machine).Undo(id);
            }
            else if (IsEnded(setup, machine))
            {
                continue;
            }

            machine.Commit();
            machine.Restart(Survival.Nothing);
            Assert.True(start.SequenceEqual(SetupCase.Describe(machine)), Difference(cut, start, machine));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resume_ReachesTheEnd_WhenItIsInterruptedToo(string name)
    {
        SetupCase setup = SetupCase.Cases[name];
        IReadOnlyList<string> end = End(setup, out int calls);
        for (int cut = 1; cut <= calls; cut += 5)
        {
            for (int second = 1; second <= calls; second += 11)
            {
                using FakeWindows machine = Cut(setup, cut, Survival.Half);
                if (Interrupted(setup, machine) is not { } id)
                {
                    break;
                }

                machine.CutAt = machine.Calls + second;
                if (!Try(() => setup.Engine(machine).Resume(id, CancellationToken.None)))
                {
                    machine.Restart(Survival.Torn);
                    if (Interrupted(setup, machine) is { } again)
                    {
                        _ = setup.Engine(machine).Resume(again, TestContext.Current.CancellationToken);
                    }
                }

                machine.CutAt = 0;
                machine.Restart(Survival.Everything);
                Assert.True(end.SequenceEqual(SetupCase.Describe(machine)), Difference(cut, end, machine));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_PutsEverythingBack_WhicheverCallFails(string name)
    {
        SetupCase setup = SetupCase.Cases[name];
        IReadOnlyList<string> start = Start(setup);
        _ = End(setup, out int calls);
        int failures = 0;
        for (int fail = 1; fail <= calls; fail++)
        {
            using FakeWindows machine = setup.Prepare();
            machine.FailAt = machine.Calls + fail;
            SetupException? failure = null;
            try
            {
                _ = setup.Run(machine);
            }
            catch (SetupException e)
            {
                failure = e;
            }

            machine.FailAt = 0;
            OperationState? open = setup.Engine(machine).Operations().FirstOrDefault(static o => o.IsInterrupted);
            Assert.True(open is null, $"call {fail}: {open?.Phase}: {failure?.Message}");
            if (IsEnded(setup, machine))
            {
                // Its end was durable already.
                Assert.True(failure is null, $"call {fail}: {failure?.Message}");
                continue;
            }

            failures++;
            Assert.NotNull(failure);
            Assert.Equal(SetupError.NoSpace, failure.Error);
            machine.Commit();
            machine.Restart(Survival.Nothing);
            Assert.True(start.SequenceEqual(SetupCase.Describe(machine)), Difference(fail, start, machine));
        }

        Assert.True(failures > 10, $"{failures} failures");
    }

    [Theory]
    [InlineData("uninstall", Survival.Nothing)]
    [InlineData("uninstall", Survival.Half)]
    [InlineData("uninstall", Survival.Torn)]
    [InlineData("uninstall", Survival.Everything)]
    [InlineData("uninstall while programs run", Survival.Nothing)]
    [InlineData("uninstall while programs run", Survival.Everything)]
    public void Uninstall_LeavesNoBooks_WhereverThePowerWasCut(string name, Survival survival)
    {
        SetupCase setup = SetupCase.Cases[name];
        _ = End(setup, out int calls);
        for (int cut = 1; cut <= calls; cut++)
        {
            using FakeWindows machine = Cut(setup, cut, survival);
            if (Interrupted(setup, machine) is { } id)
            {
                _ = setup.Engine(machine).Resume(id, TestContext.Current.CancellationToken);
            }
            else if (!IsEnded(setup, machine))
            {
                _ = setup.Run(machine);
            }
            else
            {
                // Another uninstall does this before it says that nothing is installed.
                setup.Engine(machine).Tidy();
            }

            machine.Restart(Survival.Nothing);
            Assert.True(machine.Files.Find(Books) is null, $"call {cut} leaves books");
        }
    }

    [Fact]
    public void Install_BeginsNewBooks_WhereverTheEndOfAnUninstallWasCut()
    {
        SetupCase uninstall = SetupCase.Cases["uninstall"];
        SetupCase install = SetupCase.Cases["install"];
        _ = End(uninstall, out int calls);
        int leftBehind = 0;
        for (int cut = 1; cut <= calls; cut++)
        {
            using FakeWindows machine = Cut(uninstall, cut, Survival.Half);
            SetupEngine engine = install.Engine(machine);
            if (Interrupted(uninstall, machine) is null && IsEnded(uninstall, machine))
            {
                leftBehind += engine.Operations().Count > 0 ? 1 : 0;
                _ = install.Run(machine);
                Assert.Equal("operation-9", Assert.Single(engine.Operations()).Plan.Id);
            }
        }

        Assert.True(leftBehind > 0, "no cut left books");
    }

    private static FakeWindows Cut(SetupCase setup, int cut, Survival survival)
    {
        FakeWindows machine = setup.Prepare();
        machine.CutAt = machine.Calls + cut;
        Assert.False(Try(() => setup.Run(machine)));
        machine.Restart(survival);
        return machine;
    }

    private static bool Try(Func<OperationResult> run)
    {
        try
        {
            _ = run();
            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> Start(SetupCase setup)
    {
        using FakeWindows machine = setup.Prepare();
        machine.Restart(Survival.Nothing);
        return SetupCase.Describe(machine);
    }

    private static IReadOnlyList<string> End(SetupCase setup, out int calls)
    {
        using FakeWindows machine = setup.Prepare();
        int before = machine.Calls;
        _ = setup.Run(machine);
        calls = machine.Calls - before;
        machine.Restart(Survival.Nothing);
        return SetupCase.Describe(machine);
    }

    private static string? Interrupted(SetupCase setup, FakeWindows machine) => setup.Engine(machine).Operations()
        .Where(static o => o.Phase is not (OperationPhase.Done or OperationPhase.Undone))
        .Select(static o => o.Plan.Id)
        .LastOrDefault();

    /// <summary>Whether the operation itself is over, not the one that prepared the machine.</summary>
    private static bool IsEnded(SetupCase setup, FakeWindows machine) =>
        setup.Engine(machine).Receipt?.Operation != setup.Before;

    private static string Difference(int at, IReadOnlyList<string> expected, FakeWindows machine)
    {
        IReadOnlyList<string> actual = SetupCase.Describe(machine);
        return $"call {at}: missing [{string.Join("; ", expected.Except(actual))}], " +
            $"too many [{string.Join("; ", actual.Except(expected))}]";
    }
}
