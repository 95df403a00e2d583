using PedOS.Tools.Contracts;

namespace PedOS.Setup;

/// <summary>What the command line asks for.</summary>
internal sealed record SetupOptions
{
    private static readonly Dictionary<string, SetupVerb> Verbs = new(StringComparer.Ordinal)
    {
        ["install"] = SetupVerb.Install,
        ["uninstall"] = SetupVerb.Uninstall,
        ["repair"] = SetupVerb.Repair,
        ["status"] = SetupVerb.Status,
        ["test"] = SetupVerb.Test,
        ["log-level"] = SetupVerb.LogLevel,
        ["resume"] = SetupVerb.Resume,
        ["undo"] = SetupVerb.Undo,
        ["first-start"] = SetupVerb.FirstStart,
    };

    /// <summary>What to do; null when only help or the version was asked for.</summary>
    public SetupVerb? Verb { get; private set; }

    /// <summary>Components, or for the log level programs.</summary>
    public IReadOnlyList<string> Components { get; private set; } = [];

    /// <summary>Root of a Windows volume that is not running; null for the running Windows.</summary>
    public string? Image { get; private set; }

    /// <summary>Folder of the package; null for the one this program is in.</summary>
    public string? Source { get; private set; }

    /// <summary>Files with certificates of signers whose packages are taken.</summary>
    public IReadOnlyList<string> Trusted { get; private set; } = [];

    /// <summary>Takes a package that nobody signed, or nobody who is trusted.</summary>
    public bool AllowsUnsigned { get; private set; }

    /// <summary>The operation of resume and undo; null for the last.</summary>
    public string? Operation { get; private set; }

    /// <summary>The level to set; null shows levels.</summary>
    public LogLevel? Level { get; private set; }

    /// <summary>Account of the automatic logon.</summary>
    public string? Account { get; private set; }

    /// <summary>Other machines are made from this one.</summary>
    public bool IsTemplate { get; private set; }

    /// <summary>Xen drivers that others have installed are used as they are.</summary>
    public bool AdoptsDrivers { get; private set; }

    /// <summary>Profiles that were moved stay where they are.</summary>
    public bool KeepsProfiles { get; private set; }

    /// <summary>Whether nothing is changed.</summary>
    public bool OnlyLooks => Verb is SetupVerb.Status or SetupVerb.Test
        || IsDryRun
        || (Verb is SetupVerb.LogLevel && Level is null && !IsReset);

    /// <summary>Takes settings of log levels away.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Shows the plan and changes nothing.</summary>
    public bool IsDryRun { get; private set; }

    /// <summary>One JSON record on standard output, and nothing else.</summary>
    public bool IsJson { get; private set; }

    /// <summary>No progress and no summary.</summary>
    public bool IsQuiet { get; private set; }

    /// <summary>One line for each step.</summary>
    public bool IsVerbose { get; private set; }

    /// <summary>The Windows Installer asks: it takes every code but 0 for a failure.</summary>
    public bool IsInstaller { get; private set; }

    /// <summary>Asks whoever sits before it what to do.</summary>
    public bool IsAsking { get; private set; }

    /// <summary>Restarts Windows when that is needed.</summary>
    public bool MayRestart { get; private set; }

    /// <summary>Help was asked for.</summary>
    public bool IsHelp { get; private set; }

    /// <summary>The version was asked for.</summary>
    public bool IsVersion { get; private set; }

    // Some of the words that the Windows Installer passes on come from whoever started it, who may have fewer rights
    // than this program has then: they must not make it take files from another place, or change those of one.
    private bool LeadsElsewhere => Image is not null || Source is not null || Trusted.Count > 0 || MayRestart;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="problem">What is wrong with it; "" when nothing is.</param>
    /// <returns>What could be read, so that a problem is told in the form that was asked for.</returns>
    public static SetupOptions Parse(IReadOnlyList<string> args, out string problem)
    {
        SetupOptions options = new();
        problem = "";
        Queue<string> words = new(args);
        while (words.TryDequeue(out string? word))
        {
            string found = options.Take(word, words);
            problem = problem.Length > 0 ? problem : found;
        }

        if (problem.Length == 0 && !options.IsHelp && !options.IsVersion)
        {
            problem = options.Problem();
        }

        return options;
    }

    /// <summary>The same with what somebody has chosen.</summary>
    /// <param name="components">Names of components.</param>
    /// <param name="account">Account of the automatic logon; null for none.</param>
    public SetupOptions With(IReadOnlyList<string> components, string? account) =>
        this with { Components = components, Account = account };

    /// <summary>How the verb is written.</summary>
    public static string Name(SetupVerb verb) => Verbs.First(pair => pair.Value == verb).Key;

    private string Take(string word, Queue<string> words)
    {
        switch (word)
        {
            case "--json":
                IsJson = true;
                return "";
            case "--quiet":
                IsQuiet = true;
                return "";
            case "--verbose":
                IsVerbose = true;
                return "";
            case "--help" or "-h" or "/?":
                IsHelp = true;
                return "";
            case "--version":
                IsVersion = true;
                return "";
            case "--dry-run":
                IsDryRun = true;
                return Only(word, SetupVerb.Install, SetupVerb.Uninstall, SetupVerb.Repair);
            case "--restart":
                MayRestart = true;
                return Only(
                    word, SetupVerb.Install, SetupVerb.Uninstall, SetupVerb.Repair, SetupVerb.Resume, SetupVerb.Undo);
            case "--template":
                IsTemplate = true;
                return Only(word, SetupVerb.Install);
            case "--ask":
                IsAsking = true;
                return Only(word, SetupVerb.Install, SetupVerb.Uninstall);
            case "--adopt-drivers":
                AdoptsDrivers = true;
                return Only(word, SetupVerb.Install);
            case "--keep-profile":
                KeepsProfiles = true;
                return Only(word, SetupVerb.Uninstall);
            case "--allow-unsigned":
                AllowsUnsigned = true;
                return Only(word, SetupVerb.Install, SetupVerb.Repair);
            case "--installer":
                IsInstaller = true;
                return "";
            case "--reset":
                IsReset = true;
                return Only(word, SetupVerb.LogLevel);
            case "--component" or "--image" or "--source" or "--account" or "--trust":
                return words.TryDequeue(out string? value) && value.Length > 0
                    ? TakeValue(word, value)
                    : $"{word} needs a value";
            default:
                return word.StartsWith('-') ? $"there is no option {word}" : TakeWord(word);
        }
    }

    private string TakeValue(string word, string value)
    {
        switch (word)
        {
            case "--component":
                Components = [.. Components, .. value.Split(',', StringSplitOptions.TrimEntries)];
                return Components.Contains("")
                    ? $"\"{value}\" has an empty name in it"
                    : Only(word, SetupVerb.Install, SetupVerb.Uninstall, SetupVerb.LogLevel);
            case "--image":
                Image = value;
                return "";
            case "--source":
                Source = value;
                return Only(word, SetupVerb.Install, SetupVerb.Repair, SetupVerb.Resume);
            case "--trust":
                Trusted = [.. Trusted, value];
                return Only(word, SetupVerb.Install, SetupVerb.Repair);
            default:
                string known = Account ?? value;
                Account = value;
                return known != value ? "--account is given twice" : Only(word, SetupVerb.Install);
        }
    }

    private string TakeWord(string word)
    {
        if (Verb is null)
        {
            Verb = Verbs.TryGetValue(word, out SetupVerb verb) ? verb : null;
            return Verb is null ? $"there is no verb \"{word}\"" : "";
        }

        if (Verb is SetupVerb.Resume or SetupVerb.Undo && Operation is null)
        {
            Operation = word;
            return "";
        }

        if (Verb is SetupVerb.LogLevel && Level is null && LogLevelText.TryRead(word, out LogLevel level))
        {
            Level = level;
            return "";
        }

        return $"\"{word}\" makes no sense after {Name(Verb.Value)}";
    }

    private string Only(string word, params SetupVerb[] verbs) =>
        Verb is { } verb && !verbs.Contains(verb) ? $"{word} makes no sense with {Name(verb)}"
            : Verb is null ? $"{word} comes after a verb"
            : "";

    private string Problem() =>
        Verb is null ? "no verb is given"
            : IsReset && Level is not null ? "a level cannot be set and reset at once"
            : IsQuiet && IsVerbose ? "--quiet and --verbose exclude each other"
            : IsAsking && (IsJson || IsQuiet || IsDryRun || IsInstaller)
                ? "--ask makes no sense with --json, --quiet, --dry-run and --installer"
            : IsAsking && Verb is SetupVerb.Install && Components.Count > 0 ? "--ask and --component exclude each other"
            : MayRestart && Image is not null ? "--restart makes no sense with --image"
            : IsInstaller && LeadsElsewhere
                ? "--installer works on this Windows and with the package that this program is in, and never restarts"
            : "";
}
