using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The driver packages Windows has taken, and the devices that use them.</summary>
/// <remarks>Nothing here ever opens a window: what would ask a person fails instead.</remarks>
internal sealed class DriverStore : IDriverStore
{
    private const int MaxVersionText = 512;

    // Signatures: winerror.h, facility 0x800F of SetupAPI.
    private const int ERROR_AUTHENTICODE_TRUST_NOT_ESTABLISHED = unchecked((int)0xE000_0242);
    private const int ERROR_AUTHENTICODE_PUBLISHER_NOT_TRUSTED = unchecked((int)0xE000_0243);
    private const int ERROR_DRIVER_STORE_ADD_FAILED = unchecked((int)0xE000_0247);
    private const int TRUST_E_NOSIGNATURE = unchecked((int)0x800B_0100);

    private readonly string _infs;
    private readonly IFileTree _files;

    /// <summary>The store of this machine.</summary>
    /// <param name="windows">The Windows directory.</param>
    /// <param name="files">Its files.</param>
    public DriverStore(string windows, IFileTree files)
    {
        _infs = windows + @"\INF";
        _files = files;
    }

    /// <inheritdoc/>
    public string? Find(string infName, string version)
    {
        foreach (FileEntry entry in _files.List(_infs))
        {
            if (entry.Kind == FileKind.File
                && entry.Name.StartsWith("oem", StringComparison.OrdinalIgnoreCase)
                && entry.Name.EndsWith(".inf", StringComparison.OrdinalIgnoreCase)
                && IsPackage(_infs + "\\" + entry.Name, infName, version))
            {
                return entry.Name;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Add(string infPath)
    {
        bool wasSilent = Setupapi.SetupSetNonInteractiveMode(true);
        try
        {
            if (Newdev.DiInstallDriver(IntPtr.Zero, infPath, 0, out bool needsRestart))
            {
                return needsRestart;
            }

            // No device of this machine wants it now; the package is in the store all the same.
            int error = Marshal.GetLastWin32Error();
            return error == Win32Error.ERROR_NO_MORE_ITEMS ? false : throw Failure("DiInstallDriver", infPath, error);
        }
        finally
        {
            _ = Setupapi.SetupSetNonInteractiveMode(wasSilent);
        }
    }

    /// <inheritdoc/>
    public bool Remove(string storeName)
    {
        bool wasSilent = Setupapi.SetupSetNonInteractiveMode(true);
        try
        {
            return Newdev.DiUninstallDriver(IntPtr.Zero, _infs + "\\" + storeName, 0, out bool needsRestart)
                ? needsRestart
                : throw Failure("DiUninstallDriver", storeName, Marshal.GetLastWin32Error());
        }
        finally
        {
            _ = Setupapi.SetupSetNonInteractiveMode(wasSilent);
        }
    }

    private static bool IsPackage(string inf, string infName, string version)
    {
        using NativeBuffer? information = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) => Setupapi.SetupGetInfInformation(
                inf, Setupapi.INFINFO_INF_NAME_IS_ABSOLUTE, at, size, out needed),
            out _);
        if (information is null)
        {
            // A file that is no INF, or one somebody damaged; it is not ours.
            return false;
        }

        Setupapi.OriginalFile original = new() { Size = Marshal.SizeOf<Setupapi.OriginalFile>() };
        char[] value = new char[MaxVersionText];
        return Setupapi.SetupQueryInfOriginalFileInformation(information.Address, 0, IntPtr.Zero, ref original)
            && original.Inf.Equals(infName, StringComparison.OrdinalIgnoreCase)
            && Setupapi.SetupQueryInfVersionInformation(
                information.Address, 0, "DriverVer", value, MaxVersionText, out uint length)
            && Version(new string(value, 0, (int)Math.Min(length, MaxVersionText))) == version;
    }

    // DriverVer is a date and, behind a comma, the version.
    private static string Version(string driverVer) => driverVer.TrimEnd('\0').Split(',').Last().Trim();

    private static SetupException Failure(string function, string subject, int error) => error switch
    {
        ERROR_AUTHENTICODE_TRUST_NOT_ESTABLISHED or ERROR_AUTHENTICODE_PUBLISHER_NOT_TRUSTED or TRUST_E_NOSIGNATURE
            or ERROR_DRIVER_STORE_ADD_FAILED => Win32Error.Failure(
                SetupError.SystemRefused, function, subject, error,
                "Windows does not trust the signature of the driver: install its certificate, or a signed driver."),
        _ => Win32Error.Failure(function, subject, error),
    };
}
