using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>A setting as it was stored when this was made, whatever it was.</summary>
internal sealed class StoredSetting
{
    private readonly IRegistry _registry;
    private readonly string _key;
    private readonly string _name;
    private readonly RegistryValue? _value;
    private readonly string? _firstMissing;

    /// <summary>Looks at it.</summary>
    /// <param name="registry">The registry; the caller commits.</param>
    /// <param name="key">Its key.</param>
    /// <param name="name">Its name there.</param>
    public StoredSetting(IRegistry registry, string key, string name)
    {
        _registry = registry;
        _key = key;
        _name = name;
        _value = registry.Find(key, name);
        _firstMissing = KeysAbove.FirstMissing(registry, key);
    }

    /// <summary>Whether it is still so.</summary>
    public bool IsSame => Equals(_registry.Find(_key, _name), _value)
        && KeysAbove.FirstMissing(_registry, _key) == _firstMissing;

    /// <summary>Makes it so again; keys that were made for another value go.</summary>
    public void PutBack()
    {
        if (_value is { } value)
        {
            _registry.Set(_key, _name, value);
            return;
        }

        _registry.DeleteValue(_key, _name);
        KeysAbove.RemoveEmpty(_registry, _key, _firstMissing);
        if (_firstMissing is null)
        {
            _registry.CreateKey(_key);
        }
    }
}
