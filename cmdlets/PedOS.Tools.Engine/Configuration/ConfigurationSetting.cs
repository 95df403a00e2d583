using System.Globalization;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>A setting, and how its values are read from and written to the registry.</summary>
public sealed class ConfigurationSetting
{
    private readonly NumberSetting? _number;
    private readonly TextSetting? _text;

    /// <summary>A REG_DWORD.</summary>
    public ConfigurationSetting(NumberSetting number)
    {
        _number = number;
        Name = number.Name;
    }

    /// <summary>A REG_SZ.</summary>
    public ConfigurationSetting(TextSetting text)
    {
        _text = text;
        Name = text.Name;
    }

    /// <summary>Value name.</summary>
    public string Name { get; }

    /// <summary>What holds when nobody has set it: a number, or "".</summary>
    public object Default => _number is null ? "" : _number.DefaultValue;

    /// <summary>What a value must be, for people.</summary>
    public string Wanted => _number is null
        ? $"a text of at most {_text!.MaxLength.ToString(CultureInfo.InvariantCulture)} characters on one line"
        : string.Format(CultureInfo.InvariantCulture, "a number from {0} to {1}", _number.Least, _number.Most);

    /// <summary>Reads a stored value.</summary>
    /// <returns>Null when it is none that programs accept.</returns>
    public object? Read(RegistryValue value) =>
        _number is not null
            ? value.AsNumber() is { } number && _number.Allows(number) ? number : null
            : value is { Type: RegistryValueType.Text } && value.AsText() is { } text && _text!.Allows(text)
                ? text
                : null;

    /// <summary>Makes the stored form of a value.</summary>
    /// <param name="value">A number or text, or a text that is a number; level names for the log level.</param>
    /// <exception cref="SetupException">It may not have this value.</exception>
    public RegistryValue Write(object value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (_number is null)
        {
            return _text!.Allows(text) ? RegistryValue.Text(text) : throw Refusal(text);
        }

        bool isNumber = value is LogLevel level
            ? IsNumber((uint)level, out uint number)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                || (Name == SettingNames.LogLevel
                    && Enum.TryParse(text, ignoreCase: true, out LogLevel named)
                    && IsNumber((uint)named, out number));
        return isNumber && _number.Allows(number) ? RegistryValue.Number(number) : throw Refusal(text);
    }

    private static bool IsNumber(uint value, out uint number)
    {
        number = value;
        return true;
    }

    private SetupException Refusal(string text) => new(
        SetupError.InvalidArgument, $"{Name} cannot be \"{text}\"", $"Give {Wanted}.");
}
