namespace PedOS.Tools.Engine.Text;

/// <summary>What a JSON value is.</summary>
public enum JsonKind
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Truth,

    /// <summary>A whole number of 64 bits; nothing here needs others.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object; its members keep their order.</summary>
    Record,
}
