namespace PedOS.Agents.LocalEndpoints;

/// <summary>Counts local clients, so that no account can keep the others out.</summary>
public sealed class ClientLimits
{
    /// <summary>
    /// Clients at one time, all accounts together (arbitrary: four times what dom0 or the original's database bear).
    /// </summary>
    public const int MaxClients = 1024;

    /// <summary>Clients of one account at one time: half of them, so that another one always finds room.</summary>
    public const int MaxPerAccount = 512;

    /// <summary>
    /// Clients at one time of whom the system tells nothing: few, because anybody can be one of them, beside those of
    /// the own account.
    /// </summary>
    public const int MaxUnknown = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);
    private int _clients;

    /// <summary>Lets a client in.</summary>
    /// <returns>False when there are too many; <see cref="Leave"/> must not be called then.</returns>
    public bool TryEnter(string account)
    {
        lock (_lock)
        {
            int ofAccount = _accounts.GetValueOrDefault(account);
            if (_clients >= MaxClients || ofAccount >= MostOf(account))
            {
                return false;
            }

            _clients++;
            _accounts[account] = ofAccount + 1;
            return true;
        }
    }

    /// <summary>A client that was let in has left.</summary>
    public void Leave(string account)
    {
        lock (_lock)
        {
            _clients--;
            if (--_accounts[account] == 0)
            {
                _ = _accounts.Remove(account);
            }
        }
    }

    private static int MostOf(string account) => account == LocalIdentity.Unknown ? MaxUnknown : MaxPerAccount;
}
