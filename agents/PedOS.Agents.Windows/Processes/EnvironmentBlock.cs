using System.Collections;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// The environment of a program: <c>NAME=VALUE</c> and a NUL each, sorted without regard to case, one more NUL.
/// </summary>
internal static class EnvironmentBlock
{
    /// <summary>
    /// Builds the block of one program; variables of this process reach only programs of its own account.
    /// </summary>
    /// <param name="account">Whose variables are the base.</param>
    /// <param name="added">Variables of the plan.</param>
    /// <exception cref="LaunchException">
    /// 125: the system does not give the base, or a variable cannot be written.
    /// </exception>
    public static string Build(LaunchAccount account, IReadOnlyList<KeyValuePair<string, string>> added)
    {
        Dictionary<string, string> variables = ServiceEnvironment.Compose(
            Inherited(account), added, Environment.ProcessId, StringComparer.OrdinalIgnoreCase);
        return Write(variables);
    }

    /// <summary>All variables of this process, for a part of the same product.</summary>
    public static string OfThisProcess() => Write(Own());

    /// <summary>Cuts a block into variables. Names may begin with <c>=</c>, as those of drives do.</summary>
    public static unsafe List<KeyValuePair<string, string>> Read(char* block)
    {
        List<KeyValuePair<string, string>> variables = [];
        while (*block != '\0')
        {
            string entry = new(block);
            block += entry.Length + 1;
            int equals = entry.IndexOf('=', 1);
            if (equals > 0)
            {
                variables.Add(new(entry[..equals], entry[(equals + 1)..]));
            }
        }

        return variables;
    }

    /// <summary>Writes a block.</summary>
    /// <exception cref="LaunchException">125: a NUL would end a variable early.</exception>
    public static string Write(IEnumerable<KeyValuePair<string, string>> variables)
    {
        StringBuilder block = new();
        foreach ((string name, string value) in variables.OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
            {
                throw new LaunchException(QrexecAbi.QREXEC_EXIT_PROBLEM, $"the variable {name} holds a NUL");
            }

            _ = block.Append(name).Append('=').Append(value).Append('\0');
        }

        return block.Append('\0').ToString();
    }

    private static List<KeyValuePair<string, string>> Inherited(LaunchAccount account)
    {
        if (account.Token is not null)
        {
            return OfUser(account.Token);
        }

        if (TokenAccount.Own.IsLocalSystem)
        {
            using SafeAccessTokenHandle own = ProcessToken.Open(Advapi32.TOKEN_QUERY | Advapi32.TOKEN_DUPLICATE);
            return OfUser(own);
        }

        return Own();
    }

    private static List<KeyValuePair<string, string>> Own()
    {
        List<KeyValuePair<string, string>> variables = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.Add(new((string)variable.Key, (string?)variable.Value ?? string.Empty));
        }

        return variables;
    }

    private static unsafe List<KeyValuePair<string, string>> OfUser(SafeAccessTokenHandle token)
    {
        if (!Userenv.CreateEnvironmentBlock(out char* block, token, false))
        {
            throw Win32Error.Last("the variables of the user cannot be read");
        }

        try
        {
            return Read(block);
        }
        finally
        {
            _ = Userenv.DestroyEnvironmentBlock(block);
        }
    }
}
