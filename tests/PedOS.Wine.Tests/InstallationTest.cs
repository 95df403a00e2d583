using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>A test that installs the published programs in a Windows of its own.</summary>
public abstract class InstallationTest : IAsyncLifetime
{
    /// <summary>Where the programs are when they are installed.</summary>
    protected const string Programs = @"C:\Program Files\PedOS Tools\bin\";

    /// <summary>The installed setup program.</summary>
    protected const string Setup = Programs + "setup.exe";

    private WinePrefix? _windows;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes what is installed.</summary>
    protected InstallerTree Tree { get; } = new();

    /// <summary>The machine.</summary>
    protected WinePrefix Windows => _windows!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        WineGuest.SkipWhereMissing();
        Assert.SkipUnless(Requirement.InstallerTools.IsPresent(), Requirement.InstallerTools.Name + " is missing");
        _windows = await WinePrefix.CreateAsync(Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Tree.Dispose();
        if (_windows is not null)
        {
            await _windows.DisposeAsync();
        }
    }

    /// <summary>Runs a program and looks at its exit code.</summary>
    /// <param name="code">What it has to end with, modulo 256.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote.</returns>
    protected async Task<string> RunAsync(int code, string program, params IEnumerable<string> arguments)
    {
        (int found, string output) = await Windows.RunAsync([program, .. arguments], Token);
        Assert.True(found == code, $"{program} ended with {found} instead of {code}: {output}");
        return output;
    }
}
