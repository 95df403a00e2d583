using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Qrexec;

/// <summary>Looks up files named like services in a list of directories, as Windows machines have them.</summary>
/// <remarks>
/// A name must be spelled exactly like its file: dom0's policy knows <c>qubes.VMShell</c> and <c>qubes.vmshell</c> as
/// two services, so neither another case nor a short 8.3 name may reach the file. Only the first word of
/// <c>PedOS.NAME</c> is a second spelling, of <c>qubes.NAME</c>.
/// </remarks>
/// <param name="directories">Directories, in order; those that do not exist are passed over.</param>
public sealed class ServiceNameLookup(IReadOnlyList<string> directories)
{
    private const string OwnPrefix = "PedOS.";
    private const string WirePrefix = "qubes.";

    private static readonly EnumerationOptions Exactly = new()
    {
        MatchCasing = MatchCasing.CaseSensitive,
        MatchType = MatchType.Simple,
        AttributesToSkip = FileAttributes.Directory,
        IgnoreInaccessible = false,
    };

    /// <summary>Looks for the full <c>NAME+ARGUMENT</c> in every directory, then for <c>NAME</c>.</summary>
    /// <returns>Path, or null when there is neither.</returns>
    /// <exception cref="ServiceException">125: a directory cannot be looked into.</exception>
    public string? Find(ServiceCall call) => Find(call.Descriptor) ?? Find(call.Name);

    /// <summary>Looks for one name in every directory.</summary>
    /// <returns>Path, or null when there is none; a name that no file can have is absent.</returns>
    /// <exception cref="ServiceException">125: a directory cannot be looked into.</exception>
    public string? Find(string name)
    {
        if (!WindowsFileName.IsUsable(name))
        {
            return null;
        }

        string? wireName = name.StartsWith(OwnPrefix, StringComparison.Ordinal)
            ? WirePrefix + name[OwnPrefix.Length..]
            : null;
        foreach (string directory in directories)
        {
            string? path = FindIn(directory, name) ?? (wireName is null ? null : FindIn(directory, wireName));
            if (path is not null)
            {
                return path;
            }
        }

        return null;
    }

    private static string? FindIn(string directory, string name)
    {
        try
        {
            return Directory.EnumerateFiles(directory, name, Exactly)
                .FirstOrDefault(path => Path.GetFileName(path).Equals(name, StringComparison.Ordinal));
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(QrexecAbi.QREXEC_EXIT_PROBLEM, $"cannot look into {directory}: {e.Message}", e);
        }
    }
}
