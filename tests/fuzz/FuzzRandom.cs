namespace PedOS.Fuzz;

/// <summary>Numbers that are the same everywhere for the same target, seed and iteration (SplitMix64).</summary>
public sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(string target, ulong seed, long iteration)
    {
        _state = seed;
        foreach (char c in target)
        {
            _state = Next() ^ c;
        }

        _state = Next() ^ (ulong)iteration;
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="limit"/>; 0 when the limit is 0.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : (int)(Next() % (ulong)limit);

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
