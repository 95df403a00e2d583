namespace PedOS.Fuzz.Targets;

/// <summary>What a key has to hold. Letters are the same in both cases, one by one, as Windows compares them.</summary>
internal sealed class HiveModel
{
    /// <summary>Keys below, by their names.</summary>
    public SortedDictionary<string, HiveModel> Keys { get; } = new(UpperOrder.Instance);

    /// <summary>Values, by their names.</summary>
    public SortedDictionary<string, byte[]> Values { get; } = new(UpperOrder.Instance);

    /// <summary>A key by its path; null when there is none.</summary>
    public HiveModel? Find(IEnumerable<string> path)
    {
        HiveModel? key = this;
        foreach (string name in path)
        {
            key = key?.Keys.GetValueOrDefault(name);
        }

        return key;
    }

    /// <summary>Makes a key, and those above it.</summary>
    public void Add(IEnumerable<string> path)
    {
        HiveModel key = this;
        foreach (string name in path)
        {
            if (!key.Keys.TryGetValue(name, out HiveModel? below))
            {
                below = new();
                key.Keys.Add(name, below);
            }

            key = below;
        }
    }

    private sealed class UpperOrder : IComparer<string>
    {
        public static UpperOrder Instance { get; } = new();

        public int Compare(string? x, string? y) => string.CompareOrdinal(Upper(x!), Upper(y!));

        private static string Upper(string text) => string.Create(text.Length, text, static (upper, given) =>
        {
            for (int i = 0; i < given.Length; i++)
            {
                upper[i] = char.ToUpperInvariant(given[i]);
            }
        });
    }
}
