namespace PedOS.Agents.Windows.Hosting;

/// <summary>Finds the handles that a process which has just begun would pass on.</summary>
internal static class InheritableHandles
{
    /// <summary>
    /// Values that are looked at, at most: handles up to a million. One that was inherited is where its starter had it.
    /// </summary>
    public const int MaxLooks = 1 << 18;

    // Handles are multiples of four and given out from below.
    private const int Step = 4;

    // Where the system does not count them (Wine), the first gap as long as this is taken for their end.
    private const int Gap = 32;

    // Somebody else of the process may close some meanwhile: they are counted again after as many.
    private const int CountAgain = 4096;

    /// <summary>Looks at one value after the other until all that are open were seen.</summary>
    /// <param name="count">Counts the handles of the process; 0 when the system does not.</param>
    /// <param name="isInheritable">Whether a handle would be passed on; null when there is none of that value.</param>
    public static IReadOnlyList<nint> Find(Func<uint> count, Func<nint, bool?> isInheritable)
    {
        List<nint> found = [];
        uint open = count();
        bool isCounted = open > 0;
        uint seen = 0;
        int missed = 0;
        for (int looks = 1; looks <= MaxLooks && (isCounted ? seen < open : missed < Gap); looks++)
        {
            nint handle = (nint)looks * Step;
            bool? isOne = isInheritable(handle);
            missed = isOne is null ? missed + 1 : 0;
            seen += isOne is null ? 0u : 1;
            if (isOne is true)
            {
                found.Add(handle);
            }

            if (isCounted && looks % CountAgain == 0)
            {
                open = count();
            }
        }

        return found;
    }
}
