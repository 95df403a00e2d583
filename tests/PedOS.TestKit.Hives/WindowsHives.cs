using System.Globalization;

namespace PedOS.TestKit.Hives;

/// <summary>Fills the hives of an image with what a fresh Windows has in them, as far as tools look at it.</summary>
internal static class WindowsHives
{
    private const string Set = "ControlSet001";
    private const string BootManager = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";
    private const string Loader = "{4b1c8e52-0f6a-11ef-9a35-806e6f6e6963}";

    public static void Software(HiveEditor hive, WindowsImageOptions options)
    {
        const string Nt = @"Microsoft\Windows NT\CurrentVersion";
        const string Windows = @"Microsoft\Windows\CurrentVersion";
        hive.SetText(Nt, "ProductName", options.ProductName);
        hive.SetText(Nt, "CurrentBuildNumber", options.Build.ToString(CultureInfo.InvariantCulture));
        hive.SetText(Nt, "CurrentBuild", options.Build.ToString(CultureInfo.InvariantCulture));
        hive.SetNumber(Nt, "CurrentMajorVersionNumber", 10);
        hive.SetText(Nt, "SystemRoot", options.SystemDrive + @"\Windows");
        hive.SetText(Nt, "InstallationType", "Client");
        hive.SetExpandText(Nt + @"\ProfileList", "ProgramData", @"%SystemDrive%\ProgramData");
        hive.SetExpandText(Nt + @"\ProfileList", "Default", @"%SystemDrive%\Users\Default");
        hive.SetText(Nt + @"\Winlogon", "Shell", "explorer.exe");
        hive.SetText(Nt + @"\Winlogon", "AutoAdminLogon", "0");
        hive.SetText(Nt + @"\Winlogon", "Userinit", options.SystemDrive + @"\Windows\system32\userinit.exe,");
        hive.SetText(Windows, "ProgramFilesDir", options.SystemDrive + @"\Program Files");
        hive.SetText(Windows, "CommonFilesDir", options.SystemDrive + @"\Program Files\Common Files");
        hive.SetNumber(Windows + @"\Policies\System", "EnableLUA", 1);
        hive.SetNumber(Windows + @"\Policies\System", "ConsentPromptBehaviorAdmin", 5);
        hive.SetNumber(Windows + @"\Policies\System", "PromptOnSecureDesktop", 1);
        hive.SetText(Windows + @"\Run", "SecurityHealth", @"%windir%\system32\SecurityHealthSystray.exe");
        const string Other = Windows + @"\Uninstall\{90160000-008C-0000-1000-0000000FF1CE}";
        hive.SetText(Other, "DisplayName", "Büro für Windows – 日本語");
        hive.SetText(Other, "DisplayVersion", "16.0");
        hive.SetText(Other, "UninstallString", "MsiExec.exe /X{90160000-008C-0000-1000-0000000FF1CE}");
        hive.SetText(@"Microsoft\Cryptography", "MachineGuid", "5f0c1f2e-0d0e-4b58-9b0a-8c4b6e5f7a10");
        hive.AddKey(@"Microsoft\SystemCertificates\ROOT\Certificates");
        hive.AddKey(@"Microsoft\SystemCertificates\TrustedPublisher\Certificates");
        hive.AddKey(@"Policies\Microsoft\Windows\WindowsUpdate");
        hive.AddKey(@"Classes\*\shell");
        for (int i = 0; i < options.SoftwareFill; i++)
        {
            FillOne(hive, i);
        }
    }

    public static void System(HiveEditor hive, WindowsImageOptions options)
    {
        hive.SetNumber("Select", "Current", 1);
        hive.SetNumber("Select", "Default", 1);
        hive.SetNumber("Select", "Failed", 0);
        hive.SetNumber("Select", "LastKnownGood", 1);
        const string Control = Set + @"\Control";
        const string Manager = Control + @"\Session Manager";
        hive.SetTexts(Manager, "BootExecute", "autocheck autochk *");
        hive.SetTexts(Manager, "ObjectDirectories", @"\Windows", @"\RPC Control");
        hive.SetText(Manager + @"\Environment", "PROCESSOR_ARCHITECTURE", options.Is64Bit ? "AMD64" : "x86");
        hive.SetExpandText(Manager + @"\Environment", "Path", @"%SystemRoot%\system32;%SystemRoot%");
        hive.SetExpandText(Manager + @"\Environment", "TEMP", @"%SystemRoot%\TEMP");
        hive.SetNumber(Manager + @"\Power", "HiberbootEnabled", 1);
        hive.SetNumber(Control + @"\Power", "HibernateEnabled", 1);
        hive.SetText(Control + @"\ComputerName\ComputerName", "ComputerName", "WIN-VORLAGE");
        hive.SetNumber(Control + @"\Lsa", "LimitBlankPasswordUse", 1);
        hive.AddKey(Control + @"\SecureBoot\State");
        Service(hive, "Tcpip", @"System32\drivers\tcpip.sys", 1, 0, "TCP/IP-Protokolltreiber");
        Service(hive, "EventLog", @"%SystemRoot%\System32\svchost.exe -k Local", 0x20, 2, "Windows-Ereignisprotokoll");
        Service(hive, "Dhcp", @"%SystemRoot%\system32\svchost.exe -k LocalService", 0x20, 2, "DHCP-Client");
        hive.SetTexts(Set + @"\Services\Dhcp", "DependOnService", "NSI", "Tdx", "Afd");
        Service(hive, "storahci", @"System32\drivers\storahci.sys", 1, 0, "Microsoft AHCI Controller");
        const string Log = Set + @"\Services\EventLog\Application";
        hive.SetExpandText(Log, "File", @"%SystemRoot%\system32\winevt\Logs\Application.evtx");
        hive.SetExpandText(Log + @"\Windows Error Reporting", "EventMessageFile", @"%SystemRoot%\System32\wer.dll");
        for (int i = 0; i < options.OtherServices; i++)
        {
            hive.AddKey(string.Create(CultureInfo.InvariantCulture, $@"{Set}\Services\filler{i:d4}"));
        }

        hive.SetNumber("Setup", "SystemSetupInProgress", 0);
        hive.SetNumber("Setup", "SetupType", 0);
    }

    public static void XenDrivers(HiveEditor hive, string version)
    {
        foreach (IGrouping<string, SampleXenDriver> devices in SampleXenDriver.All.GroupBy(static d => d.ClassName))
        {
            foreach ((int number, SampleXenDriver driver) in devices.Index())
            {
                string key = string.Create(
                    CultureInfo.InvariantCulture, $@"{Set}\Control\Class\{devices.Key}\{number:d4}");
                hive.SetText(key, "MatchingDeviceId", driver.DeviceId);
                hive.SetText(key, "ProviderName", SampleXenDriver.Provider);
                hive.SetText(key, "DriverVersion", version);
                hive.SetText(key, "InfPath", driver.StoreName);
                Service(hive, driver.Name, driver.Image, 1, 0, driver.Name);
            }
        }

        Service(hive, "xenagent", @"%SystemRoot%\System32\xenagent.exe", 0x10, 2, "Xen Agent");
    }

    public static void DefaultUser(HiveEditor hive)
    {
        hive.SetText(@"Control Panel\Desktop", "ScreenSaveActive", "1");
        hive.SetText("Environment", "TEMP", @"%USERPROFILE%\AppData\Local\Temp");
        hive.AddKey(@"Software\Microsoft\Windows\CurrentVersion\Run");
    }

    public static void Template(HiveEditor hive)
    {
        hive.SetText(@"Control Panel\Desktop", "Wallpaper", "");
        hive.SetNumber(@"Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced", "HideFileExt", 1);
        hive.AddKey(@"Software\Microsoft\Windows\CurrentVersion\Run");
    }

    public static void BootStore(HiveEditor hive)
    {
        hive.SetText("Description", "KeyName", "BCD00000000");
        hive.SetNumber(@"Objects\" + BootManager + @"\Description", "Type", 0x10100002);
        hive.SetText(@"Objects\" + BootManager + @"\Elements\23000003", "Element", Loader);
        hive.SetTexts(@"Objects\" + BootManager + @"\Elements\24000001", "Element", Loader);
        hive.SetNumber(@"Objects\" + Loader + @"\Description", "Type", 0x10200003);
        hive.SetText(@"Objects\" + Loader + @"\Elements\12000002", "Element", @"\Windows\system32\winload.efi");
        hive.SetText(@"Objects\" + Loader + @"\Elements\22000002", "Element", @"\Windows");
    }

    private static void Service(HiveEditor hive, string name, string program, uint type, uint start, string shown)
    {
        string key = $@"{Set}\Services\{name}";
        hive.SetNumber(key, "Type", type);
        hive.SetNumber(key, "Start", start);
        hive.SetNumber(key, "ErrorControl", 1);
        hive.SetExpandText(key, "ImagePath", program);
        hive.SetText(key, "DisplayName", shown);
    }

    /// <summary>One MiB of classes as programs register them: many keys, a large value each.</summary>
    private static void FillOne(HiveEditor hive, int number)
    {
        const int Keys = 72;
        byte[] data = new byte[14000];
        new Random(number).NextBytes(data);
        for (int i = 0; i < Keys; i++)
        {
            string key = $@"Classes\CLSID\{number:d4}\{{00020{i:x3}-0000-0000-C000-{number:x12}}}";
            hive.SetText(key, "", "Objekt Ä" + i);
            hive.Set(key, "State", HiveValueType.Binary, data);
        }
    }
}
