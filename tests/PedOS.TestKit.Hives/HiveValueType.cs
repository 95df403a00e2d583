namespace PedOS.TestKit.Hives;

/// <summary>Types of registry values that tests store; the numbers are those of Windows.</summary>
public enum HiveValueType
{
    None = 0,
    Text = 1,
    ExpandText = 2,
    Binary = 3,
    Number = 4,
    Texts = 7,
    LongNumber = 11,
}
