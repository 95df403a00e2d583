using System.Text;

namespace PedOS.Tools.Engine.Machines;

/// <summary>A file that Windows renames or deletes when it starts the next time.</summary>
/// <param name="Source">Its path as Windows noted it, without the prefix of the object manager.</param>
/// <param name="Target">The new one; "" when it is deleted.</param>
public sealed record PendingRename(string Source, string Target)
{
    /// <summary>
    /// Reads a value <c>PendingFileRenameOperations</c> of the session manager: pairs of strings, of which the second
    /// may be empty, which a multi-string has nowhere else.
    /// </summary>
    /// <param name="value">The value; null for none.</param>
    public static IReadOnlyList<PendingRename> Read(RegistryValue? value)
    {
        byte[] data = value?.ToArray() ?? [];
        string[] texts = Encoding.Unicode.GetString(data, 0, data.Length & ~1).Split('\0');
        List<PendingRename> found = [];
        for (int i = 0; i + 1 < texts.Length && texts[i].Length > 0; i += 2)
        {
            found.Add(new(Plain(texts[i]), Plain(texts[i + 1])));
        }

        return found;
    }

    /// <summary>Whether it takes or makes something in a folder.</summary>
    public bool IsIn(string folder) => IsBelow(Source, folder) || IsBelow(Target, folder);

    /// <inheritdoc/>
    public override string ToString() => Target.Length == 0 ? $"delete {Source}" : $"rename {Source} to {Target}";

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder + "\\", StringComparison.OrdinalIgnoreCase)
        || path.Equals(folder, StringComparison.OrdinalIgnoreCase);

    // "!" says that a file of the name is replaced, "*" and a digit what servicing makes of it.
    private static string Plain(string path)
    {
        const string Prefix = @"\??\";
        int at = path.IndexOf(Prefix, StringComparison.Ordinal);
        return at is >= 0 and <= 3 ? path.Substring(at + Prefix.Length) : path.TrimStart('!');
    }
}
