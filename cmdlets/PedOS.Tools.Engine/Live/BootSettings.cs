using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The boot loader's settings for the Windows that runs.</summary>
/// <remarks>
/// Read from the registry, where the store is loaded, and changed by Windows' own <c>bcdedit</c>: its words are
/// translated, but not the identifiers it prints.
/// </remarks>
internal sealed class BootSettings
{
    // BcdLibraryBoolean_AllowPrereleaseSignatures of the boot configuration data reference.
    private const string TestSigningElement = "16000049";
    private const string Store = "BCD00000000";
    private const string Subject = "the boot settings";

    // A GUID in braces.
    private const int IdentifierLength = 38;

    private readonly string _bcdedit;

    /// <summary>The settings of this machine.</summary>
    /// <param name="windows">The Windows directory.</param>
    public BootSettings(string windows) => _bcdedit = windows + @"\System32\bcdedit.exe";

    /// <summary>Whether test-signed drivers may run after the next start.</summary>
    public bool AllowsTestSigning
    {
        get
        {
            string path = $@"{Store}\Objects\{Current()}\Elements\{TestSigningElement}";
            using KeyHandle? key = OpenKeys.Open((Advapi32.HKEY_LOCAL_MACHINE, path), Subject, Advapi32.KEY_READ);
            return key is not null
                && OpenKeys.Read(key, "Element", Subject) is { Data: { Length: > 0 } data }
                && data[0] != 0;
        }
    }

    /// <summary>Changes that.</summary>
    public void SetTestSigning(bool isAllowed) =>
        _ = Run(isAllowed ? "/set {current} testsigning on" : "/deletevalue {current} testsigning", isAllowed);

    // The first identifier of the listing is the one of the entry that was asked for.
    private string Current()
    {
        string listing = Run("/v /enum {current}", isRequired: true);
        for (int at = listing.IndexOf('{'); at >= 0; at = listing.IndexOf('{', at + 1))
        {
            string word = listing.Substring(at, Math.Min(IdentifierLength, listing.Length - at));
            if (Guid.TryParseExact(word, "B", out _))
            {
                return word;
            }
        }

        throw Refused($"bcdedit tells no entry: {listing}");
    }

    private string Run(string arguments, bool isRequired)
    {
        int code = SystemProgram.Run(_bcdedit, arguments, CancellationToken.None, out string output);

        // Deleting what is not there fails, and is done.
        return code == 0 || !isRequired ? output : throw Refused(output);
    }

    private static SetupException Refused(string message) => new(
        SetupError.SystemRefused,
        $"{Subject}: {message}",
        "Run this as an administrator, and try the same with bcdedit by hand.");
}
