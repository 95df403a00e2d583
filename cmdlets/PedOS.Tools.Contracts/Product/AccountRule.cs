namespace PedOS.Tools.Contracts.Product;

/// <summary>How an account may be written; whether there is one of the name is another question.</summary>
public static class AccountRule
{
    // What no account name of Windows has (NetUserAdd); the backslash parts a domain from it.
    private const string Forbidden = "\"/[]:;|=,+*?<>";

    /// <summary>What is wrong with a name, to be read after it; null when agents take it.</summary>
    /// <param name="name">Not empty; on Windows <c>NAME</c>, <c>DOMAIN\NAME</c> or <c>.\NAME</c>.</param>
    /// <param name="system">System of the agents.</param>
    public static string? Flaw(string name, GuestSystem system)
    {
        if (name.Trim().Length != name.Length)
        {
            return "begins or ends with a blank";
        }

        if (system == GuestSystem.Linux)
        {
            return name.IndexOfAny([':', '/']) >= 0 ? "has a character in it that no account name has" : null;
        }

        string[] parts = name.Split('\\');
        return parts.Length > 2 || parts.Any(static p => p.Length == 0)
            ? @"is not NAME, DOMAIN\NAME or .\NAME"
            : name.IndexOfAny(Forbidden.ToCharArray()) >= 0
            ? "has a character in it that no account name has"
            : null;
    }
}
