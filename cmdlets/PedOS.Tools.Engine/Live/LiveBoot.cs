using System.Globalization;
using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>How the running Windows was started, and how it will be the next time.</summary>
/// <param name="registry">Its registry.</param>
/// <param name="windows">The Windows directory.</param>
internal sealed class LiveBoot(IRegistry registry, string windows) : IBootControl
{
    // SHTDN_REASON_FLAG_PLANNED, MAJOR_APPLICATION, MINOR_INSTALLATION.
    private const uint PlannedInstallation = 0x8000_0000 | 0x4_0000 | 0x2;
    private const uint SecondsToRestart = 5;
    private const string This = "this Windows";

    private readonly BootSettings _settings = new(windows);

    /// <inheritdoc/>
    public string Identity
    {
        get
        {
            int status = Ntdll.NtQuerySystemInformation(
                Ntdll.SystemTimeOfDayInformation,
                out Ntdll.TimeOfDay time,
                Marshal.SizeOf<Ntdll.TimeOfDay>(),
                out _);
            if (status != 0)
            {
                int error = Advapi32.LsaNtStatusToWinError(unchecked((uint)status));
                throw Win32Error.Failure("NtQuerySystemInformation", This, error);
            }

            // Setting the clock moves the time of the start; the bias says by how much it has been moved.
            long started = unchecked(time.BootTime - (long)time.BootTimeBias);
            return started.ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public string? PendingServicing
    {
        get
        {
            const string Windows = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion";
            return registry.KeyExists(Windows + @"\Component Based Servicing\RebootPending")
                ? "Windows servicing waits for a restart"
                : registry.KeyExists(Windows + @"\WindowsUpdate\Auto Update\RebootRequired")
                ? "Windows Update waits for a restart"
                : null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PendingRename> PendingRenames
    {
        get
        {
            const string Sessions = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager";
            return
            [
                .. PendingRename.Read(registry.Find(Sessions, "PendingFileRenameOperations")),
                .. PendingRename.Read(registry.Find(Sessions, "PendingFileRenameOperations2")),
            ];
        }
    }

    /// <inheritdoc/>
    public bool IsSecureBoot =>
        registry.Find(@"HKLM\SYSTEM\CurrentControlSet\Control\SecureBoot\State", "UEFISecureBootEnabled")
            ?.AsNumber() == 1;

    /// <inheritdoc/>
    /// <remarks>
    /// By Windows' own program, whose words are translated and whose exit code is not: 0 says that the volume is
    /// protected. Where it is missing there is no BitLocker; where it fails nobody is warned.
    /// </remarks>
    public bool IsBitLockerOn
    {
        get
        {
            string program = windows + @"\System32\manage-bde.exe";
            try
            {
                return File.Exists(program) && SystemProgram.Run(
                    program,
                    $"-status {windows.Substring(0, 2)} -protectionaserrorlevel",
                    CancellationToken.None,
                    out _) == 0;
            }
            catch (SetupException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public bool AllowsTestSigning => _settings.AllowsTestSigning;

    /// <inheritdoc/>
    public void SetTestSigning(bool isAllowed) => _settings.SetTestSigning(isAllowed);

    /// <inheritdoc/>
    public void Restart()
    {
        Privileges.Enable("SeShutdownPrivilege", This);
        if (!Advapi32.InitiateSystemShutdownEx(
            null,
            "PedOS Windows Tools were installed or removed.",
            SecondsToRestart,
            closePrograms: true,
            restart: true,
            PlannedInstallation))
        {
            throw Win32Error.Last("InitiateSystemShutdownEx", This);
        }
    }
}
