using System.Globalization;
using System.Runtime.InteropServices;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>What the running Windows can do: start services, take drivers, keep secrets, restart.</summary>
public sealed class LiveSystem : IRunningSystem
{
    // SHTDN_REASON_FLAG_PLANNED, MAJOR_APPLICATION, MINOR_INSTALLATION.
    private const uint PlannedInstallation = 0x8000_0000 | 0x4_0000 | 0x2;
    private const uint SecondsToRestart = 5;
    private const string This = "this Windows";

    private readonly IRegistry _registry;
    private readonly DriverStore _drivers;
    private readonly BootSettings _boot;

    /// <summary>The running system.</summary>
    /// <param name="registry">Its registry.</param>
    /// <param name="facts">What it is.</param>
    public LiveSystem(IRegistry registry, MachineFacts facts)
    {
        _registry = registry;
        _drivers = new DriverStore(facts.WindowsDirectory);
        _boot = new BootSettings(facts.WindowsDirectory);
    }

    /// <inheritdoc/>
    public string BootIdentity
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
    public string? PendingRestart
    {
        get
        {
            const string Windows = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion";
            const string Sessions = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager";
            return _registry.KeyExists(Windows + @"\Component Based Servicing\RebootPending")
                ? "Windows servicing waits for a restart"
                : _registry.KeyExists(Windows + @"\WindowsUpdate\Auto Update\RebootRequired")
                ? "Windows Update waits for a restart"
                : _registry.Find(Sessions, "PendingFileRenameOperations") is { Length: > 2 }
                ? "files wait to be renamed at the next start"
                : null;
        }
    }

    /// <inheritdoc/>
    public bool IsSecureBoot =>
        _registry.Find(@"HKLM\SYSTEM\CurrentControlSet\Control\SecureBoot\State", "UEFISecureBootEnabled")
            ?.AsNumber() == 1;

    /// <inheritdoc/>
    public bool AllowsTestSigning => _boot.AllowsTestSigning;

    /// <inheritdoc/>
    public bool IsServiceRunning(string name) => ServiceControl.IsRunning(name);

    /// <inheritdoc/>
    public void StartService(string name, CancellationToken cancellationToken) =>
        ServiceControl.Start(name, cancellationToken);

    /// <inheritdoc/>
    public void StopService(string name, CancellationToken cancellationToken) =>
        ServiceControl.Stop(name, cancellationToken);

    /// <inheritdoc/>
    public void RestoreNetwork(string program, CancellationToken cancellationToken)
    {
        if (SystemProgram.Run(program, "--restore", cancellationToken, out string output) != 0)
        {
            throw new SetupException(
                SetupError.NetworkNotRestored,
                $"the network cannot be put back to what it was: {output}",
                $"Set it by hand, delete {NetworkStateNames.Folder}\\{NetworkStateNames.Before} beside {program}, "
                + "and try again.");
        }
    }

    /// <inheritdoc/>
    public string? FindDriver(string infName, string version) => _drivers.Find(infName, version);

    /// <inheritdoc/>
    public bool AddDriver(string infPath) => DriverStore.Add(infPath);

    /// <inheritdoc/>
    public bool RemoveDriver(string storeName) => _drivers.Remove(storeName);

    /// <inheritdoc/>
    public void SetTestSigning(bool isAllowed) => _boot.SetTestSigning(isAllowed);

    /// <inheritdoc/>
    public bool HasSecret(string name) => Secrets.Has(name);

    /// <inheritdoc/>
    public void SetSecret(string name, string? secret) => Secrets.Set(name, secret);

    /// <inheritdoc/>
    public void SetPassword(string account, string password)
    {
        IntPtr text = Marshal.StringToHGlobalUni(password);
        try
        {
            Netapi32.UserPassword information = new() { Password = text };
            int error = Netapi32.NetUserSetInfo(null, account, Netapi32.USER_INFO_1003, information, out _);
            if (error != 0)
            {
                throw error switch
                {
                    Netapi32.NERR_UserNotFound => Win32Error.Failure(
                        SetupError.NotFound, "NetUserSetInfo", $"the account {account}", error,
                        "Name a local account of this machine."),
                    Netapi32.NERR_PasswordTooShort => Win32Error.Failure(
                        SetupError.InvalidArgument, "NetUserSetInfo", $"the account {account}", error,
                        "Relax the password policy of this machine, or choose another password."),
                    _ => Win32Error.Failure("NetUserSetInfo", $"the account {account}", error),
                };
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

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
