namespace PedOS.TestKit.Hives;

/// <summary>
/// Gives a hive the lists that Windows writes into format 1.3: "lf" up to 507 keys, "li" up to 1012, above that "ri" of
/// two "li". libhivex writes "lh" always.
/// </summary>
public static class SavedLists
{
    private const int MaxHints = 507;
    private const int MaxPlain = 1012;

    /// <summary>Rewrites all lists, each in its place.</summary>
    public static void Rewrite(byte[] hive)
    {
        HiveBytesView view = new(hive);
        view.Put(24 - 4096, (uint)HiveFormat.Saved);
        Stack<uint> keys = new([view.Root]);
        while (keys.TryPop(out uint key))
        {
            uint[] below = [.. view.Leaves(key).SelectMany(view.Entries)];
            foreach (uint one in below)
            {
                keys.Push(one);
            }

            if (below.Length > 0)
            {
                Rewrite(view, view.Number(HiveBytesView.At(key) + 28), below);
            }
        }

        view.Seal();
    }

    private static void Rewrite(HiveBytesView view, uint list, uint[] keys)
    {
        if (keys.Length > MaxPlain)
        {
            Divide(view, list, keys);
            return;
        }

        bool hasHints = keys.Length <= MaxHints;
        Write(view, list, hasHints ? "lf" : "li", keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            view.Put(HiveBytesView.At(list) + 4 + ((hasHints ? 8 : 4) * i), keys[i]);
            if (hasHints)
            {
                view.Put(HiveBytesView.At(list) + 8 + (8 * i), Hint(view.KeyName(keys[i])));
            }
        }
    }

    // The room of one list with hashes is enough for two without, and what lists them.
    private static void Divide(HiveBytesView view, uint list, uint[] keys)
    {
        uint[][] parts = [keys[..(keys.Length / 2)], keys[(keys.Length / 2)..]];
        int total = view.Size(list);
        uint at = list + Take(view, list, 4 + 8);
        Write(view, list, "ri", 2);
        for (int i = 0; i < parts.Length; i++)
        {
            view.Put(HiveBytesView.At(list) + 4 + (4 * i), at);
            uint size = Take(view, at, 4 + (4 * parts[i].Length));
            Write(view, at, "li", parts[i].Length);
            for (int k = 0; k < parts[i].Length; k++)
            {
                view.Put(HiveBytesView.At(at) + 4 + (4 * k), parts[i][k]);
            }

            at += size;
        }

        int left = total - (int)(at - list);
        if (left > 0)
        {
            view.Put(at, (uint)left);
        }
    }

    private static uint Take(HiveBytesView view, uint at, int length)
    {
        int size = (length + 4 + 7) & ~7;
        view.Put(at, (uint)-size);
        return (uint)size;
    }

    private static void Write(HiveBytesView view, uint list, string kind, int count)
    {
        view.PutShort(HiveBytesView.At(list), kind[0] | (kind[1] << 8));
        view.PutShort(HiveBytesView.At(list) + 2, count);
    }

    private static uint Hint(string name) => name.Take(4).Any(static one => one > 0xff)
        ? 0
        : name.Take(4).Select(static (one, i) => (uint)one << (8 * i)).Aggregate(0u, static (all, one) => all | one);
}
