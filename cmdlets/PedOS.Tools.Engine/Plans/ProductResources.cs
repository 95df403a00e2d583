using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Shell;

namespace PedOS.Tools.Engine.Plans;

/// <summary>The resources of components, in the order of installation.</summary>
/// <param name="facts">The machine.</param>
/// <param name="package">The package.</param>
/// <param name="content">Reads the package's certificates.</param>
/// <param name="options">Choices beside the components.</param>
/// <param name="isInstalled">Whether the Windows Installer has put the package's files where they belong.</param>
public sealed class ProductResources(
    MachineFacts facts, PackageList package, IPackage content, ProductOptions options, bool isInstalled = false)
{
    private const string RootKey = @"HKLM\" + SettingNames.RootKey;
    private const string EventKey = @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\";
    private const string SessionManagerKey = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager";
    private const string PolicyKey = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";
    private const string LogonKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";
    private const string UpdateKey = @"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU";
    private const string CertificateKey = @"HKLM\SOFTWARE\Microsoft\SystemCertificates\";

    private static readonly string[] Publishers = ["TrustedPublisher"];
    private static readonly string[] AuthoritiesAndPublishers = ["ROOT", .. Publishers];

    private readonly ProductLayout _layout = new(facts);

    /// <summary>Everything that the components need.</summary>
    /// <param name="components">Names, with all that they need.</param>
    public IReadOnlyList<Resource> Of(IReadOnlyCollection<string> components)
    {
        // By component: a directory belongs to the first one that uses it, which is the last one to go.
        PackageEntry[] files = [.. components.SelectMany(c => package.Files.Where(f => f.Component == c))];
        string[] services = [.. components.SelectMany(ProductServices.Of)];
        PackageDriver[] drivers = [.. package.Drivers.Where(d => components.Contains(d.Component))];
        return
        [
            .. Directories(files),
            .. files.Select(File),
            .. drivers.Length > 0 ? Certificates() : [],
            .. components.SelectMany(Settings),
            .. components.SelectMany(static c => ProductServices.Of(c).Select(s => Source(s, c))),
            .. services.Contains(ProgramNames.NetworkSetup)
                ? [new NetworkResource($"{_layout.Programs}\\{NetworkStateNames.Folder}", ComponentNames.Agent)]
                : (Resource[])[],
            .. components.SelectMany(c =>
                ProductServices.Of(c).Select(s => new ServiceResource(ProductServices.Settings(s, _layout), c))),
            .. drivers.Any(static d => d.IsTestSigned)
                ? [new TestSigningResource(ComponentNames.XenBase)]
                : (Resource[])[],
            .. drivers.Select(d => new DriverResource(_layout.PathOf(d.Inf), d.Version, d.Component)),
            Shortcut(),
            .. isInstalled ? [] : InstalledProgram(),
            .. components.Contains(ComponentNames.AutomaticLogon)
                ? AutomaticLogon(options.LogonAccount!)
                : [],
            .. components.SelectMany(c => ProductServices.Of(c).Select(s => new ServiceRunResource(s, c))),
        ];
    }

    /// <summary>The files of components, as <see cref="Of"/> has them.</summary>
    /// <param name="components">Names of components.</param>
    public IEnumerable<Resource> FilesOf(IReadOnlyCollection<string> components) =>
        package.Files.Where(f => components.Contains(f.Component)).Select(File);

    private Resource File(PackageEntry file)
    {
        string path = _layout.PathOf(file.Path);
        FileContent bytes = new(file.Path, file.Sha256, file.Length);
        return isInstalled
            ? new InstallerFileResource(path, file.Component, bytes)
            : new FileResource(path, file.Component, bytes);
    }

    private IEnumerable<Resource> Directories(IEnumerable<PackageEntry> files)
    {
        yield return new DirectoryResource(_layout.Folder, ComponentNames.Shared, AccessRule.Programs);
        foreach (string folder in LogFolders.MadeFor(facts))
        {
            yield return new DirectoryResource(folder, ComponentNames.Shared, AccessRule.AdministratorsOnly);
        }

        HashSet<string> made = new(StringComparer.OrdinalIgnoreCase);
        foreach (PackageEntry file in files)
        {
            if (ProductLayout.IsModule(file.Path) && made.Add(_layout.ModuleHome))
            {
                // Every Windows has it; an image that was stripped may not.
                yield return new DirectoryResource(_layout.ModuleHome, file.Component);
            }

            string[] parts = file.Path.Split('/');
            for (int i = 1; i < parts.Length; i++)
            {
                string path = string.Join("/", parts.Take(i));
                if (made.Add(path))
                {
                    yield return new DirectoryResource(_layout.PathOf(path), file.Component);
                }
            }
        }
    }

    // Each driver may bring the same certificate; the store has it once.
    private IEnumerable<Resource> Certificates() => package.Certificates
        .SelectMany(Certificate)
        .GroupBy(static r => r.Id, StringComparer.OrdinalIgnoreCase)
        .Select(static g => g.First());

    private IEnumerable<Resource> Certificate(string path)
    {
        // It may go to the machine's roots: the bytes that the list promises, and no others.
        PackageEntry file = package.Files.First(f => f.Path == path);
        FileContent promised = new(file.Path, file.Sha256, file.Length);
        using Stream stream = promised.Open(content);
        using CheckedStream source = new(stream, path, promised, CancellationToken.None);
        using MemoryStream bytes = new();
        source.CopyTo(bytes);
        CertificateBlob blob = new(bytes.ToArray());
        foreach (string store in blob.IsOfPublisher ? Publishers : AuthoritiesAndPublishers)
        {
            yield return new RegistryValueResource(
                ResourceKinds.Certificate,
                $@"{CertificateKey}{store}\Certificates\{blob.Thumbprint}",
                "Blob",
                new(RegistryValueType.Binary, blob.ToArray()),
                ComponentNames.XenBase);
        }
    }

    private IEnumerable<Resource> Settings(string component)
    {
        switch (component)
        {
            case ComponentNames.Shared:
                yield return Value(component, RootKey, "InstallDir", RegistryValue.Text(_layout.Folder));
                break;
            case ComponentNames.Agent when options.IsTemplate:
                yield return Value(
                    component, SessionManagerKey + @"\Power", "HiberbootEnabled", 0, ResourceKinds.Power, true);
                yield return Value(
                    component,
                    @"HKLM\SYSTEM\CurrentControlSet\Control\Power",
                    "HibernateEnabled",
                    0,
                    ResourceKinds.Power,
                    true);
                yield return Value(
                    component, UpdateKey, "NoAutoRebootWithLoggedOnUsers", 1, ResourceKinds.WindowsUpdate);

                // 2: tell before a download; an update into a disk that is thrown away is work for nothing.
                yield return Value(component, UpdateKey, "AUOptions", 2, ResourceKinds.WindowsUpdate);
                break;
            case ComponentNames.Gui:
                // 1: services may send the secure attention sequence, which the watchdog does for the user.
                yield return Value(
                    component, PolicyKey, "SoftwareSASGeneration", 1, ResourceKinds.UserAccountControl);
                break;
            case ComponentNames.DisableUac:
                yield return Value(component, PolicyKey, "EnableLUA", 0, ResourceKinds.UserAccountControl, true);
                break;
            default:
                break;
        }
    }

    // EventCreate of Windows has a message "%1" for each event id up to 1000: the text of our events as it is.
    private static RegistryValueResource Source(string program, string component) => new(
        ResourceKinds.EventSource,
        EventKey + program,
        "EventMessageFile",
        RegistryValue.ExpandText(@"%SystemRoot%\System32\EventCreate.exe"),
        component);

    private FileResource Shortcut() => new(
        facts.ProgramData + @"\Microsoft\Windows\Start Menu\Programs\PedOS Tools.lnk",
        ComponentNames.Shared,
        new FileContent(new ShortcutFile(
            facts.WindowsDirectory + @"\System32\WindowsPowerShell\v1.0\powershell.exe",
            "-NoExit -Command \"Import-Module PedOSTools; Get-PedOSTools\"",
            "PedOS Windows Tools at a PowerShell prompt").ToArray()),
        kind: ResourceKinds.Shortcut);

    private IEnumerable<Resource> InstalledProgram()
    {
        long kilobytes = package.Files.Sum(static f => f.Length) / 1024;
        (string Name, RegistryValue Value)[] values =
        [
            ("DisplayName", RegistryValue.Text(ProductLayout.DisplayName)),
            ("DisplayVersion", RegistryValue.Text(package.Version)),
            ("Publisher", RegistryValue.Text("PedOS")),
            ("InstallLocation", RegistryValue.Text(_layout.Folder)),
            ("UninstallString", RegistryValue.Text($"\"{_layout.Setup}\" uninstall --ask")),
            ("QuietUninstallString", RegistryValue.Text($"\"{_layout.Setup}\" uninstall --quiet")),
            ("EstimatedSize", RegistryValue.Number((uint)Math.Min(kilobytes, uint.MaxValue))),
            ("NoModify", RegistryValue.Number(1)),
        ];
        return values.Select(v => new RegistryValueResource(
            ResourceKinds.InstalledProgram, ProductLayout.UninstallKey, v.Name, v.Value, ComponentNames.Shared));
    }

    // A plain password, which Windows would prefer, goes first; then secret and password, and then the values, the one
    // that switches it on last; removed in the other direction. So Windows logs on, or somebody knows the password.
    // Every value that decides about a logon is here: a count ends it, and a domain, an account or a password of before
    // would lead to another one.
    private static IEnumerable<Resource> AutomaticLogon(string account) =>
    [
        new PlainPasswordResource(
            LogonKey + "\\\\" + PlainPasswordResource.ValueName, ComponentNames.AutomaticLogon),
        new LogonSecretResource(account, ComponentNames.AutomaticLogon),
        Logon("AutoLogonCount", null),
        Logon("AutoLogonSID", null),
        Logon("AutoLogonChecked", null),
        Logon("DefaultUserName", account),
        Logon("DefaultDomainName", "."),

        // The password is known to nobody: who logs off could not log on again.
        Logon("ForceAutoLogon", "1"),
        Logon("AutoAdminLogon", "1"),
    ];

    private static RegistryValueResource Logon(string name, string? text) => new(
        ResourceKinds.AutomaticLogon,
        LogonKey,
        name,
        text is null ? null : RegistryValue.Text(text),
        ComponentNames.AutomaticLogon,
        needsRestart: true,
        waitsForStart: true);

    private static RegistryValueResource Value(string component, string key, string name, RegistryValue value) =>
        new(ResourceKinds.RegistryValue, key, name, value, component);

    private static RegistryValueResource Value(
        string component, string key, string name, uint number, string kind, bool needsRestart = false) =>
        new(kind, key, name, RegistryValue.Number(number), component, needsRestart);
}
