using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class TwinBuildTests
{
    // Half a minute on a quiet machine. It builds twice: the rest is for one that has much else to do.
    [PatientFact(Timeout = 600_000)]
    public async Task TwoFolders_MakeTheSameModule()
    {
        using TemporaryFolder one = new();
        using TemporaryFolder other = new();
        var twins = new TwinBuild(new Workspace(ProgramsPlace.FindRepositoryRoot()));

        IReadOnlyList<string> differences = await twins.CompareAsync(
            one.Path, Path.Join(other.Path, "a longer name"), TestContext.Current.CancellationToken);

        Assert.Empty(differences);
    }
}
