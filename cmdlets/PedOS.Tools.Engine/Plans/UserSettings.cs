using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// The settings that users have made since the installation: log levels and the like, for all programs or for one. They
/// go with the product.
/// </summary>
internal static class UserSettings
{
    private const string Root = @"HKLM\" + SettingNames.RootKey;

    /// <summary>Steps that remove them.</summary>
    public static IEnumerable<PlanStep> Remove(IMachine machine, Receipt receipt)
    {
        HashSet<string> installed =
            new(receipt.Entries.Select(static e => e.Resource.Id), StringComparer.OrdinalIgnoreCase);
        IRegistry registry = machine.Registry;
        foreach (string key in new[] { Root }.Concat(registry.SubkeyNames(Root).Select(static s => $@"{Root}\{s}")))
        {
            foreach (string name in registry.ValueNames(key))
            {
                RegistryValueResource value = new(
                    ResourceKinds.RegistryValue, key, name, registry.Find(key, name), ComponentNames.Shared);
                if (!installed.Contains(value.Id))
                {
                    // The root itself goes with what was installed in it.
                    yield return new(value, value.Desired, ResourceState.Absent(key == Root ? null : key));
                }
            }
        }
    }
}
