namespace PedOS.Fuzz;

/// <summary>Inputs that a target starts from: <c>corpus/TARGET/*.hex</c> beside the program.</summary>
public static class Corpus
{
    /// <summary>Reads all inputs of a target, in the order of their names.</summary>
    /// <exception cref="FormatException">A file is not hex.</exception>
    public static IReadOnlyList<byte[]> Load(string target)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "corpus", target);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.hex") : [];
        return [.. files.Order(StringComparer.Ordinal).Select(file => Parse(File.ReadAllLines(file)))];
    }

    private static byte[] Parse(string[] lines)
    {
        IEnumerable<char> digits = lines
            .SelectMany(line => line.TakeWhile(c => c != '#'))
            .Where(c => !char.IsWhiteSpace(c));
        return Convert.FromHexString([.. digits]);
    }
}
