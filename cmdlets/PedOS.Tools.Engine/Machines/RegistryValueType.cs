namespace PedOS.Tools.Engine.Machines;

/// <summary>Types of registry values; the numbers are those of winnt.h.</summary>
public enum RegistryValueType
{
    /// <summary>REG_NONE.</summary>
    None = 0,

    /// <summary>REG_SZ.</summary>
    Text = 1,

    /// <summary>REG_EXPAND_SZ.</summary>
    ExpandText = 2,

    /// <summary>REG_BINARY.</summary>
    Binary = 3,

    /// <summary>REG_DWORD, little-endian.</summary>
    Number = 4,

    /// <summary>REG_MULTI_SZ.</summary>
    Texts = 7,

    /// <summary>REG_QWORD, little-endian.</summary>
    LongNumber = 11,
}
