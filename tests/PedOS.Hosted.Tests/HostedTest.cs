using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>A test in a PowerShell in this process; skipped where there is none.</summary>
public abstract class HostedTest : IDisposable
{
    private Workbench? _bench;

    protected HostedTest() => Assert.SkipUnless(HostedPowerShell.Problem.Length == 0, HostedPowerShell.Problem);

    /// <summary>An image and a package of this test.</summary>
    internal Workbench Bench => _bench ??= new Workbench();

    public virtual void Dispose() => _bench?.Dispose();

    /// <summary>A session whose scripts know the image and the package.</summary>
    internal Session Open() => new Session()
        .With("image", Bench.Image).With("package", Bench.Package).With("folder", Bench.Folder);

    /// <summary>Installs into the image, with what a script says more.</summary>
    internal Session OpenInstalled()
    {
        Session session = Open();
        Outcome installed = session.Run(
            "Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned");
        Assert.Empty(installed.Errors);
        return session;
    }
}
