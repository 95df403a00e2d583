namespace PedOS.Agents.Settings;

/// <summary>What a stored setting holds.</summary>
public enum SettingKind
{
    /// <summary>There is no such value.</summary>
    None,

    /// <summary>REG_SZ or REG_EXPAND_SZ.</summary>
    Text,

    /// <summary>REG_DWORD.</summary>
    Number,

    /// <summary>A value of a type that no setting has, or one that cannot be read.</summary>
    Other,
}
