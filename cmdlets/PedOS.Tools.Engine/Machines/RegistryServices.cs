namespace PedOS.Tools.Engine.Machines;

/// <summary>Services as the service manager keeps them in the registry, for a Windows that is not running.</summary>
/// <param name="registry">Where they are.</param>
public sealed class RegistryServices(IRegistry registry) : IServiceDatabase
{
    private const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services";
    private const string Account = "LocalSystem";
    private const uint OwnProcess = 0x10; // SERVICE_WIN32_OWN_PROCESS
    private const uint LogAndGoOn = 1; // SERVICE_ERROR_NORMAL
    private const int MaxName = 256;

    private const string TypeName = "Type";
    private const string StartName = "Start";
    private const string ErrorControlName = "ErrorControl";
    private const string ImagePathName = "ImagePath";
    private const string DisplayNameName = "DisplayName";
    private const string DescriptionName = "Description";
    private const string ObjectNameName = "ObjectName";
    private const string DependOnServiceName = "DependOnService";
    private const string FailureActionsName = "FailureActions";
    private const string AfterErrorsName = "FailureActionsOnNonCrashFailures";
    private const string DeleteFlagName = "DeleteFlag";

    // What the service manager itself stores beside them.
    private static readonly string[] OwnValues =
    [
        TypeName, StartName, ErrorControlName, ImagePathName, DisplayNameName, DescriptionName, ObjectNameName,
        DependOnServiceName, FailureActionsName, "DependOnGroup", "Group", "Tag", "DelayedAutostart",
        AfterErrorsName, "ServiceSidType", "RequiredPrivileges", "PreshutdownTimeout", "WOW64",
        DeleteFlagName, "FailureCommand", "RebootMessage",
    ];

    private readonly List<string> _leftKeys = [];

    /// <summary>Keys of deleted services that others had put something into; what that is was left there.</summary>
    public IReadOnlyList<string> LeftKeys => _leftKeys;

    /// <summary>
    /// Whether a service is deleted although its key is there: the service manager removes the key at its next start,
    /// because somebody had the service open, or it ran.
    /// </summary>
    /// <param name="registry">Where it is.</param>
    /// <param name="name">Its name.</param>
    public static bool IsDeleted(IRegistry registry, string name) =>
        registry.Find(Key(name), DeleteFlagName)?.AsNumber() is > 0;

    /// <inheritdoc/>
    public ServiceConfiguration? Find(string name)
    {
        string key = Key(name);
        if (IsDeleted(registry, name)
            || registry.Find(key, ImagePathName)?.AsText() is not { } command
            || registry.Find(key, StartName)?.AsNumber() is not { } start)
        {
            return null;
        }

        int restart = registry.Find(key, FailureActionsName) is { } actions
            ? ServiceFailureActions.RestartSeconds(actions.ToArray())
            : 0;
        return new ServiceConfiguration(
            name,
            registry.Find(key, DisplayNameName)?.AsText() ?? name,
            registry.Find(key, DescriptionName)?.AsText() ?? string.Empty,
            command,
            start <= (uint)ServiceStart.Disabled ? (ServiceStart)start : ServiceStart.Disabled,
            string.Join("/", registry.Find(key, DependOnServiceName)?.AsTexts() ?? []),
            restart,
            restart == 0 || registry.Find(key, AfterErrorsName)?.AsNumber() is > 0);
    }

    /// <inheritdoc/>
    public void Set(ServiceConfiguration settings)
    {
        string key = Key(settings.Name);
        string[] dependsOn = settings.DependsOn.Split(['/'], StringSplitOptions.RemoveEmptyEntries);

        // What was deleted and is made anew has to stay at the next start.
        registry.DeleteValue(key, DeleteFlagName);
        registry.Set(key, TypeName, RegistryValue.Number(OwnProcess));
        registry.Set(key, StartName, RegistryValue.Number((uint)settings.Start));
        registry.Set(key, ErrorControlName, RegistryValue.Number(LogAndGoOn));
        registry.Set(key, ImagePathName, RegistryValue.ExpandText(settings.Command));
        registry.Set(key, DisplayNameName, RegistryValue.Text(settings.DisplayName));
        registry.Set(key, ObjectNameName, RegistryValue.Text(Account));
        SetOrDelete(
            key, DescriptionName, settings.Description.Length > 0 ? RegistryValue.Text(settings.Description) : null);
        SetOrDelete(key, DependOnServiceName, dependsOn.Length > 0 ? RegistryValue.Texts(dependsOn) : null);
        SetOrDelete(
            key,
            FailureActionsName,
            settings.RestartSeconds > 0
                ? new RegistryValue(RegistryValueType.Binary, ServiceFailureActions.Restart(settings.RestartSeconds))
                : null);
        SetOrDelete(
            key,
            AfterErrorsName,
            settings is { RestartSeconds: > 0, RestartsAfterErrors: true } ? RegistryValue.Number(1) : null);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        string key = Key(name);
        if (!registry.KeyExists(key))
        {
            return;
        }

        foreach (string value in OwnValues)
        {
            registry.DeleteValue(key, value);
        }

        // What the service manager makes for the rights of a service and for its triggers.
        DeleteTree(key + @"\Security");
        DeleteTree(key + @"\TriggerInfo");
        registry.DeleteKey(key);
        if (registry.KeyExists(key))
        {
            _leftKeys.Add(key);
        }
    }

    private static string Key(string name) =>
        name.Length is > 0 and <= MaxName && name.IndexOfAny(['\\', '/']) < 0
            ? $@"{Services}\{name}"
            : throw new SetupException(
                SetupError.InvalidArgument,
                $"{name} is not the name of a service",
                $"Use 1 to {MaxName} characters, no slash and no backslash.");

    private void SetOrDelete(string key, string name, RegistryValue? value)
    {
        if (value is null)
        {
            registry.DeleteValue(key, name);
        }
        else
        {
            registry.Set(key, name, value);
        }
    }

    private void DeleteTree(string key)
    {
        // Two levels are all the service manager makes.
        foreach (string below in registry.SubkeyNames(key))
        {
            DeleteValues($@"{key}\{below}");
        }

        DeleteValues(key);
    }

    private void DeleteValues(string key)
    {
        foreach (string value in registry.ValueNames(key))
        {
            registry.DeleteValue(key, value);
        }

        registry.DeleteKey(key);
    }
}
