using System.Globalization;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>A setting, and how its values are read from and written to the registry.</summary>
/// <param name="setting">Its row.</param>
public sealed class ConfigurationSetting(Setting setting)
{
    /// <summary>Value name.</summary>
    public string Name => setting.Name;

    /// <summary>What it is, for people.</summary>
    public string Meaning => setting.Meaning;

    /// <summary>What holds when nobody has set it: a number, or "".</summary>
    public object Default => setting.Default;

    /// <summary>What a value must be, for people.</summary>
    public string Wanted => setting.Wanted;

    /// <summary>Why a setting of one program is without effect; null when that program follows it.</summary>
    /// <param name="program">Name of the program; "" for every program.</param>
    public string? Unread(string program) =>
        program.Length == 0 || setting.Readers.Contains(program, StringComparer.Ordinal)
            ? null
            : $"{program} does not follow {Name}; {string.Join(", ", setting.Readers)} do";

    /// <summary>Reads a stored value as programs do.</summary>
    /// <param name="value">What is stored.</param>
    /// <param name="flaw">Why programs ignore it, to be read after it.</param>
    /// <returns>Null when it is none that programs accept.</returns>
    public object? Read(RegistryValue value, out string flaw)
    {
        flaw = "";
        if (setting is NumberSetting number)
        {
            return value.AsNumber() is { } given && number.Allows(given) ? given : null;
        }

        if (value is not { Type: RegistryValueType.Text } || value.AsText() is not { } text)
        {
            return null;
        }

        // Programs end a text at the first terminator.
        text = text.Split('\0')[0];
        flaw = ((TextSetting)setting).Flaw(text, GuestSystem.Windows) ?? "";
        return flaw.Length == 0 ? text : null;
    }

    /// <summary>Makes the stored form of a value.</summary>
    /// <param name="value">A number or text, or a text that is a number; level names for the log level.</param>
    /// <exception cref="SetupException">It may not have this value, or programs would ignore it.</exception>
    public RegistryValue Write(object value)
    {
        if (value is not (string or char or LogLevel
            or byte or sbyte or short or ushort or int or uint or long or ulong))
        {
            throw Refusal(value.GetType().Name, "is neither a text nor a whole number");
        }

        string text = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (setting is TextSetting row)
        {
            return row.Flaw(text, GuestSystem.Windows) is { } flaw
                ? throw Refusal($"\"{text}\"", flaw)
                : RegistryValue.Text(text);
        }

        NumberSetting limits = (NumberSetting)setting;
        return (NamedLevel(text) is { } level ? IsNumber(level, out uint number) : uint.TryParse(
                text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            && limits.Allows(number)
            ? RegistryValue.Number(number)
            : throw Refusal($"\"{text}\"", $"is not {Wanted}");
    }

    private static bool IsNumber(uint value, out uint number)
    {
        number = value;
        return true;
    }

    private uint? NamedLevel(string text) =>
        Name == SettingNames.LogLevel && LogLevelText.TryRead(text, out LogLevel level) ? (uint)level : null;

    private SetupException Refusal(string value, string flaw) => new(
        SetupError.InvalidArgument, $"{Name} cannot be {value}: it {flaw}", $"Give {Wanted}.");
}
