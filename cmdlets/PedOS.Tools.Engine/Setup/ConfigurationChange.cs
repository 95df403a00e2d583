using PedOS.Tools.Engine.Configuration;

namespace PedOS.Tools.Engine.Setup;

/// <summary>A change of a setting that is possible and has not been made.</summary>
public sealed class ConfigurationChange
{
    internal ConfigurationChange(ConfigurationEntry before, object? value)
    {
        Before = before;
        Value = value;
    }

    /// <summary>How it is.</summary>
    public ConfigurationEntry Before { get; }

    /// <summary>The value it gets; null takes the value away.</summary>
    public object? Value { get; }

    /// <summary>What it is for: "every program", or the name of one.</summary>
    public string Scope => Before.Component.Length == 0 ? "every program" : Before.Component;
}
