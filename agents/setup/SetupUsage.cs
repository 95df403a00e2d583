using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Product;

namespace PedOS.Setup;

/// <summary>The help texts.</summary>
internal static class SetupUsage
{
    private const string Overview = """
        usage: setup VERB [OPTIONS]

          install    installs components, or a newer version
          uninstall  removes components, or everything
          repair     makes what is installed whole again
          status     says what is installed
          test       checks what is there, and how it runs
          log-level  shows or changes how much the programs log
          resume     finishes an operation that was interrupted
          undo       puts back what an operation changed

          setup VERB --help says more about a verb, setup --version tells the version.
          Started by a double click, setup asks what to install (setup install --ask).
        """;

    private const string Common = """

          --image DIR   works on the Windows volume in DIR, which is not running, instead of this Windows
          --json        one JSON record on standard output, and nothing else
          --quiet       errors only
          --verbose     one line for each step
          --installer   for the MSI: 0 also when nothing is installed, errors to the event log

        exit codes: 0 done, 1 failed and put back, 2 bad usage, 3 done and a restart is needed, 4 refused before
          anything was changed, 5 another operation runs, 6 an unfinished operation exists, 7 a check failed,
          8 not installed, 130 cancelled and put back
        """;

    private const string Install = """
        usage: setup install [--component NAME[,NAME]...] [--source DIR] [--trust FILE] [OPTIONS]

          --component NAME   what to install, and with it what it needs; without it what is on by default
          --source DIR       folder of the package; default the one this program is in, or the one above
          --trust FILE       certificates (PEM, DER) of a signer whose packages are taken, or of an authority
          --allow-unsigned   takes a package that is not signed, or by somebody who is not trusted
          --template         other machines are made from this one
          --adopt-drivers    uses the Xen project's drivers that are installed, instead of those of the package
          --account NAME     local account for the component AutomaticLogon
          --ask              shows the components, and asks which to install
          --dry-run          shows what would be done
          --restart          restarts Windows at the end when that is needed
        """;

    private const string Uninstall = """
        usage: setup uninstall [--component NAME[,NAME]...] [OPTIONS]

          --component NAME   what to remove, and with it what needs it; without it everything
          --keep-profile     leaves profiles that were moved to the private disk where they are
          --ask              asks whether it is really meant
          --dry-run          shows what would be done
          --restart          restarts Windows at the end when that is needed
        """;

    private const string Repair = """
        usage: setup repair [--source DIR] [--trust FILE] [OPTIONS]

          --source DIR       folder of the package; default the one this program is in, or the one above
          --trust FILE       certificates (PEM, DER) of a signer whose packages are taken, or of an authority
          --allow-unsigned   takes a package that is not signed, or by somebody who is not trusted
          --dry-run          shows what would be done
          --restart          restarts Windows at the end when that is needed
        """;

    private const string LogLevel = """
        usage: setup log-level [LEVEL | --reset] [--component PROGRAM[,PROGRAM]...] [OPTIONS]

          LEVEL                 Error, Warning, Info, Debug, Verbose, or 1 to 5; without it levels are shown
          --component PROGRAM   only for this program, for example qrexec-agent; without it for all
          --reset               takes the setting away
        """;

    /// <summary>The help for a verb, or for all.</summary>
    public static string Text(SetupVerb? verb) => verb switch
    {
        null => Overview,
        SetupVerb.Install => Install + Common + Components(),
        SetupVerb.Uninstall => Uninstall + Common + Components(),
        SetupVerb.Repair => Repair + Common,
        SetupVerb.LogLevel => LogLevel + Common,
        SetupVerb.Resume =>
            "usage: setup resume [OPERATION] [--source DIR] [--restart] [OPTIONS]\n\n"
            + "  Finishes an operation that was interrupted; without a name the last one." + Common,
        SetupVerb.Undo =>
            "usage: setup undo [OPERATION] [--restart] [OPTIONS]\n\n"
            + "  Puts back what an operation changed; without a name the last one." + Common,
        SetupVerb.FirstStart =>
            "usage: setup first-start [OPTIONS]\n\n"
            + "  Does what waited for the first start of an image. A service runs it; by hand it does no harm."
            + Common,
        _ => $"usage: setup {SetupOptions.Name(verb.Value)} [OPTIONS]\n{Common}",
    };

    /// <summary>Breaks a text into lines for a terminal of 80 columns.</summary>
    /// <param name="text">Words.</param>
    /// <param name="indent">What each line begins with.</param>
    public static string Wrap(string text, string indent)
    {
        const int Width = 78;
        List<string> lines = [];
        foreach (string word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= Width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(indent + word);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Components() =>
        "\n\ncomponents:\n" + string.Join('\n', ComponentCatalog.All.Select(static c =>
            $"  {c.Name,-15} {c.Title} ({Default(c.Default)})\n{Wrap(c.Explanation, "                  ")}"));

    private static string Default(ComponentDefault value) => value switch
    {
        ComponentDefault.Required => "always",
        ComponentDefault.On => "on by default",
        ComponentDefault.OnInTemplates => "on by default with --template",
        _ => "off by default",
    };
}
