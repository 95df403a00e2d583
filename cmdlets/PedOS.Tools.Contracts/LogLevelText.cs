namespace PedOS.Tools.Contracts;

/// <summary>Log levels as people write them.</summary>
public static class LogLevelText
{
    /// <summary>
    /// Reads the name of a level, without regard to case, or its number. By these alone: the framework's reader would
    /// add up "Error,Warning", and take blanks and signs.
    /// </summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="level">The level.</param>
    public static bool TryRead(string text, out LogLevel level)
    {
        foreach (LogLevel known in (LogLevel[])Enum.GetValues(typeof(LogLevel)))
        {
            if (known.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)
                || (text.Length == 1 && text[0] == (char)('0' + (int)known)))
            {
                level = known;
                return true;
            }
        }

        level = default;
        return false;
    }
}
