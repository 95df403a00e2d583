using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Live;

/// <summary>The Windows this program runs in.</summary>
public sealed class LiveMachine : IMachine
{
    private readonly LiveFileTree _files;
    private readonly LiveRegistry _registry;

    private LiveMachine(LiveRegistry registry, MachineFacts facts)
    {
        _registry = registry;
        _files = new LiveFileTree(facts.SystemDrive, facts.AsideFolder);
        Facts = facts;
        Services = new LiveServices(registry);
        Running = new LiveSystem(registry, facts, _files);
    }

    /// <inheritdoc/>
    public MachineKind Kind => MachineKind.Live;

    /// <inheritdoc/>
    public MachineFacts Facts { get; }

    /// <inheritdoc/>
    public IFileTree Files => _files;

    /// <inheritdoc/>
    public IRegistry Registry => _registry;

    /// <inheritdoc/>
    public IServiceDatabase Services { get; }

    /// <inheritdoc/>
    public IRunningSystem Running { get; }

    /// <summary>Opens it; nothing is changed or locked by that.</summary>
    /// <exception cref="SetupException">
    /// This is no Windows, or a 32-bit process on a 64-bit Windows: that would see other files than there are.
    /// </exception>
    public static LiveMachine Open()
    {
        if (Environment.OSVersion.Platform != PlatformID.Win32NT)
        {
            throw new SetupException(
                SetupError.UnsupportedWindows,
                "this machine does not run Windows",
                "Name the folder of a Windows image instead.");
        }

        if (LiveFacts.IsRedirected())
        {
            throw new SetupException(
                SetupError.UnsupportedWindows,
                "a 32-bit process cannot change this 64-bit Windows",
                "Use the 64-bit PowerShell, or the 64-bit setup program.");
        }

        LiveRegistry registry = new(LiveFacts.TemplateHive(LiveFacts.WindowsDirectory().Substring(0, 2)));
        return new LiveMachine(registry, LiveFacts.Read(registry));
    }

    /// <inheritdoc/>
    public void Commit()
    {
        _files.Flush();
        _registry.Flush();
    }

    /// <inheritdoc/>
    public void Sweep()
    {
        // Windows finishes its own hives.
    }

    /// <inheritdoc/>
    public IMachine? Rehearse() => null;

    /// <inheritdoc/>
    public void Dispose() => _registry.Dispose();
}
