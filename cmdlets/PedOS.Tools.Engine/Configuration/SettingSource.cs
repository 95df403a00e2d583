namespace PedOS.Tools.Engine.Configuration;

/// <summary>Where the value of a setting comes from.</summary>
public enum SettingSource
{
    /// <summary>Nobody has set it.</summary>
    Default,

    /// <summary>Set for every program.</summary>
    Machine,

    /// <summary>Set for one program alone.</summary>
    Component,
}
