using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Posix.Settings;

/// <summary>An open hive.</summary>
internal sealed class HiveHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the generated code of <see cref="NativeHive.hivex_open"/>.</summary>
    public HiveHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeHive.hivex_close(handle) == 0;
}
