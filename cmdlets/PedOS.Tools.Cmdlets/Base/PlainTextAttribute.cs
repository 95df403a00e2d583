using System.Collections;
using System.Management.Automation;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>
/// A parameter that is a text or a list of texts. What is not given is left out: nothing, a blank text and an empty
/// list are refused, because a script that has found nothing must not mean everything. So is an object that has no
/// text but the name of its type.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextAttribute : ArgumentTransformationAttribute
{
    private const string Special = "*?[]`";

    /// <summary>Whether a text may be blank: one that is a value, and not a name.</summary>
    public bool AllowsBlank { get; set; }

    /// <summary>Whether the parameter takes many; otherwise a list is refused, and never written as one text.</summary>
    public bool IsList { get; set; }

    /// <summary>
    /// Whether the text may have wildcards. A file that is given as an object is that file then, whatever its name.
    /// </summary>
    public bool IsPattern { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = PlainText.Unwrap(inputData);
        if (given is not IEnumerable list || given is string or IDictionary)
        {
            return Text(given);
        }

        if (!IsList)
        {
            throw new ArgumentTransformationMetadataException(
                "It is a list. Give one text.", new PSInvalidCastException());
        }

        string[] texts = [.. list.Cast<object?>().Select(Text)];
        return texts.Length > 0 ? texts : throw Refusal("The list is empty");
    }

    private static ArgumentTransformationMetadataException Refusal(string why) => new(
        $"{why}. Give what is meant, or leave the parameter out.");

    private static string Escape(string path) =>
        string.Concat(path.Select(static c => Special.IndexOf(c) < 0 ? c.ToString() : "`" + c));

    private string Text(object? value) =>
        IsPattern && PlainText.Unwrap(value) is FileSystemInfo file ? Escape(file.FullName)
        : PlainText.Unwrap(value) is null ? throw Refusal("It is nothing (null)")

        // With this inside, PowerShell looks whether a property of the object fits.
        : PlainText.Of(value) is not { } text ? throw new ArgumentTransformationMetadataException(
            $"An object of the type {PlainText.Kind(value)} is no text. Give the property of it that is meant.",
            new PSInvalidCastException())
        : AllowsBlank || !string.IsNullOrWhiteSpace(text) ? text
        : throw Refusal("It is blank");
}
