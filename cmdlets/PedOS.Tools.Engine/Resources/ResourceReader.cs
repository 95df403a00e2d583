using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>Makes resources from plans and receipts.</summary>
public static class ResourceReader
{
    /// <summary>Reads what <see cref="Resource.ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no resource, or of a kind that this version does not know.</exception>
    public static Resource Read(JsonValue value)
    {
        string kind = value.Get("kind").AsText();
        string name = value.Get("name").AsText();
        string component = value.Get("component").AsText();
        return kind switch
        {
            ResourceKinds.Directory => new DirectoryResource(name, component, Access(value)),
            ResourceKinds.File or ResourceKinds.Shortcut => new FileResource(
                name, component, FileContent.FromJson(value.Get("content")), Access(value), kind),
            ResourceKinds.LogFile => new LogFileResource(name, component),
            ResourceKinds.InstallerFile =>
                new InstallerFileResource(name, component, FileContent.FromJson(value.Get("content"))),
            ResourceKinds.MultiStringEntry or ResourceKinds.BootExecute =>
                MultiStringEntryResource.FromJson(kind, component, value),
            ResourceKinds.RegistryValue or ResourceKinds.Certificate or ResourceKinds.EventSource
                or ResourceKinds.InstalledProgram or ResourceKinds.Power or ResourceKinds.UserAccountControl
                or ResourceKinds.AutomaticLogon or ResourceKinds.WindowsUpdate =>
                RegistryValueResource.FromJson(kind, component, value),
            ResourceKinds.Service => ServiceResource.FromJson(component, value),
            ResourceKinds.ServiceRun => new ServiceRunResource(name, component),
            ResourceKinds.ServicePause => new ServicePauseResource(name, component),
            ResourceKinds.Network => new NetworkResource(name, component),
            ResourceKinds.Driver => new DriverResource(name, value.Get("version").AsText(), component),
            ResourceKinds.AdoptedDriver => AdoptedDriverResource.FromJson(name, value),
            ResourceKinds.TestSigning => new TestSigningResource(component),
            ResourceKinds.PlainPassword => new PlainPasswordResource(name, component),
            ResourceKinds.LogonSecret => new LogonSecretResource(name, component),
            _ => throw new FormatException($"a resource of kind {kind} is not known to this version"),
        };
    }

    private static AccessRule? Access(JsonValue value) =>
        value.Find("access") is not { } access ? null
        : Enum.TryParse(access.AsText(), out AccessRule rule) && Enum.IsDefined(typeof(AccessRule), rule) ? rule
        : throw new FormatException($"access rule {access.AsText()} is not known to this version");
}
