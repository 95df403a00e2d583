namespace PedOS.TestKit.Hives;

/// <summary>
/// What Windows takes for granted in a hive, or checks when it loads one, and libhivex does not: whole bins, records,
/// lists in the order of the upper-case names with right hashes or hints and within their sizes, counts, each record
/// used by one thing, security descriptors in one ring with the right number of users.
/// </summary>
public static class HiveRules
{
    /// <summary>What is not as it has to be; empty when all is.</summary>
    /// <param name="hive">The file.</param>
    /// <param name="mayLeak">Whether records that nothing uses are fine: they cost room, and Windows has some.</param>
    public static IReadOnlyList<string> Check(byte[] hive, bool mayLeak = true)
    {
        HiveBytesView view = new(hive);
        List<string> flaws = [];
        HashSet<uint> used = Cells(view, flaws);
        Dictionary<uint, int> users = [];
        Dictionary<uint, uint> security = [];
        Stack<uint> keys = new([view.Root]);
        Use(view.Root);
        while (keys.TryPop(out uint key))
        {
            CheckKey(key);
        }

        CheckSecurity(view, security, flaws);
        flaws.AddRange(users.Where(static one => one.Value > 1).Select(static one => $"0x{one.Key:x} is used twice"));
        if (!mayLeak)
        {
            flaws.AddRange(used.Where(cell => !users.ContainsKey(cell) && !security.ContainsKey(cell))
                .Select(static cell => $"0x{cell:x} is used by nothing"));
        }

        return flaws;

        bool Use(uint cell)
        {
            users[cell] = users.GetValueOrDefault(cell) + 1;
            if (!used.Contains(cell))
            {
                flaws.Add($"0x{cell:x} is no record");
            }

            return used.Contains(cell) && users[cell] == 1;
        }

        void CheckKey(uint key)
        {
            string name = view.KeyName(key);
            long at = HiveBytesView.At(key);
            if (view.Short(at + 74) > 0)
            {
                _ = Use(view.Number(at + 48));
            }

            uint one = view.Number(at + 44);
            security[one] = security.GetValueOrDefault(one) + 1;
            uint count = view.Number(at + 20);
            uint[] leaves = view.Leaves(key);
            if (leaves.Length != 1 && count > 0 && !Use(view.Number(at + 28)))
            {
                return;
            }

            List<string> names = [];
            foreach (uint leaf in leaves.Where(Use))
            {
                CheckLeaf(leaf, name, names);
            }

            if (names.Count != count)
            {
                flaws.Add($"{name} has {names.Count} keys and counts {count}");
            }

            if (!names.Select(Upper).SequenceEqual(names.Select(Upper).Order(StringComparer.Ordinal)))
            {
                flaws.Add($"the keys of {name} are out of order");
            }

            if (names.Any(n => n.Length * 2 > view.Short(at + 52)))
            {
                flaws.Add($"{name} has a key with a longer name than it says");
            }

            CheckValues(key, name, at);
        }

        void CheckLeaf(uint leaf, string name, List<string> names)
        {
            string kind = view.Kind(leaf);
            uint[] entries = view.Entries(leaf);
            if (entries.Length == 0 || entries.Length > (kind == "lf" ? 507 : 1012))
            {
                flaws.Add($"a list of {name} has {entries.Length} keys");
            }

            for (int i = 0; i < entries.Length; i++)
            {
                string below = view.KeyName(entries[i]);
                names.Add(below);
                uint word = kind == "li" ? 0 : view.Number(HiveBytesView.At(leaf) + 8 + (8 * i));
                if (kind == "lh" && word != HiveBytesView.Hash(below))
                {
                    flaws.Add($"{below} has a wrong hash");
                }

                if (view.Number(HiveBytesView.At(entries[i]) + 16) is var parent && view.KeyName(parent) != name)
                {
                    flaws.Add($"{below} has the wrong key above");
                }

                if (Use(entries[i]))
                {
                    keys.Push(entries[i]);
                }
            }
        }

        void CheckValues(uint key, string name, long at)
        {
            if (view.Number(at + 36) == 0 || !Use(view.Number(at + 40)))
            {
                return;
            }

            foreach (uint value in view.Values(key).Where(Use))
            {
                long data = HiveBytesView.At(value);
                uint length = view.Number(data + 4);
                if (view.Kind(value) != "vk" || view.ValueName(value).Length * 2 > view.Number(at + 60))
                {
                    flaws.Add($"a value of {name} is damaged, or its name longer than the key says");
                }

                if (length is > 0 and < 0x80000000 && Use(view.Number(data + 8)))
                {
                    CheckData(view.Number(data + 8), length, name);
                }
            }
        }

        void CheckData(uint cell, uint length, string name)
        {
            if (length <= 16344 || view.MinorVersion < 4)
            {
                if (view.Size(cell) - 4 < length)
                {
                    flaws.Add($"a value of {name} is longer than its record");
                }

                return;
            }

            uint list = view.Number(HiveBytesView.At(cell) + 4);
            int count = view.Short(HiveBytesView.At(cell) + 2);
            if (view.Kind(cell) != "db" || count != (length + 16343) / 16344 || !Use(list))
            {
                flaws.Add($"a long value of {name} is not in pieces");
                return;
            }

            for (int i = 0; i < count; i++)
            {
                _ = Use(view.Number(HiveBytesView.At(list) + (4 * i)));
            }
        }
    }

    private static string Upper(string name) => string.Concat(name.Select(char.ToUpperInvariant));

    private static HashSet<uint> Cells(HiveBytesView view, List<string> flaws)
    {
        HashSet<uint> used = [];
        for (uint bin = 0; bin < view.BinsSize;)
        {
            uint size = view.Number(bin + 8);
            if (view.Number(bin) != 0x6e696268 || view.Number(bin + 4) != bin || size == 0 || size % 4096 != 0)
            {
                flaws.Add($"there is no bin at 0x{bin:x}");
                return used;
            }

            for (uint cell = bin + 32; cell < bin + size;)
            {
                int length = view.Size(cell);
                if (length == 0 || length % 8 != 0 || cell + Math.Abs(length) > bin + size)
                {
                    flaws.Add($"the record at 0x{cell:x} has an impossible size");
                    return used;
                }

                if (length > 0)
                {
                    used.Add(cell);
                }

                cell += (uint)Math.Abs(length);
            }

            bin += size;
        }

        return used;
    }

    private static void CheckSecurity(HiveBytesView view, Dictionary<uint, uint> security, List<string> flaws)
    {
        foreach ((uint cell, uint count) in security)
        {
            long at = HiveBytesView.At(cell);
            if (view.Kind(cell) != "sk" || view.Number(at + 12) != count)
            {
                flaws.Add($"the security descriptor 0x{cell:x} has {count} users and says {view.Number(at + 12)}");
            }
            else if (view.Number(HiveBytesView.At(view.Number(at + 4)) + 8) != cell
                || view.Number(HiveBytesView.At(view.Number(at + 8)) + 4) != cell)
            {
                flaws.Add($"the ring of security descriptors is open at 0x{cell:x}");
            }
        }
    }
}
