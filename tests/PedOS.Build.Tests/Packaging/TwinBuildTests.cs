using PedOS.Build.Packaging;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class TwinBuildTests
{
    [Fact(Timeout = 170_000)]
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
