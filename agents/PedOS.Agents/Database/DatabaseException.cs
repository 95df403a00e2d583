namespace PedOS.Agents.Database;

/// <summary>The configuration database cannot be reached, or refuses.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DatabaseException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
