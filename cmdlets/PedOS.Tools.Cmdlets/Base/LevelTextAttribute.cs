using System.Management.Automation;
using PedOS.Tools.Contracts;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>
/// A parameter that is a log level, read as every other place reads one: PowerShell itself would add up a list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LevelTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = PlainText.Unwrap(inputData);
        return given is LogLevel known && Enum.IsDefined(typeof(LogLevel), known) ? known
            : PlainText.Of(given) is { } text && LogLevelText.TryRead(text, out LogLevel level) ? level
            : throw new ArgumentTransformationMetadataException(
                $"It is no log level. Give one of {string.Join(", ", Enum.GetNames(typeof(LogLevel)))}, or 1 to 5.");
    }
}
