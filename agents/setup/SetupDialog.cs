using System.Globalization;
using System.Text;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Setup;

/// <summary>Lets somebody choose at a console. No answer, or one that leaves everything as it is, cancels.</summary>
/// <param name="console">Where.</param>
internal sealed class SetupDialog(SetupConsole console)
{
    private const string Keys =
        "Enter installs what is marked, a number marks or unmarks, ? explains, q leaves everything as it is:";

    private const string NoSuchAnswer = "Answer with nothing, a number of the list, ? or q.";

    /// <summary>Shows the components with what is usual, and asks for others until somebody agrees.</summary>
    /// <param name="offer">What there is.</param>
    /// <param name="location">The machine, for people.</param>
    /// <param name="options">What the command line says.</param>
    /// <returns>The same with what was chosen.</returns>
    /// <exception cref="OperationCanceledException">Nothing is to be done.</exception>
    public SetupOptions Choose(InstallationOffer offer, string location, SetupOptions options)
    {
        console.Show(Head(offer, location));
        ComponentSelection selection = new(offer);
        string? account = options.Account;
        console.Show(List(offer, selection));
        while (true)
        {
            string answer = Answer(Keys);
            if (answer.Length == 0)
            {
                account = NeedsAccount(offer, selection, account) ? AskAccount() : account;
                if (!NeedsAccount(offer, selection, account))
                {
                    return options.With(selection.Chosen, account);
                }
            }
            else if (answer == "?")
            {
                console.Show(Explanations(offer));
            }
            else if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= 1 && number <= offer.Components.Count)
            {
                string name = offer.Components[number - 1].Component.Name;
                string reason = selection.FindReason(name);
                selection = selection.Change(name);
                console.Show(reason.Length > 0 ? $"That cannot be changed: {reason}.\n" : List(offer, selection));
            }
            else
            {
                console.Show(NoSuchAnswer + "\n");
            }
        }
    }

    /// <summary>Asks whether a removal is really meant.</summary>
    /// <exception cref="OperationCanceledException">It is not.</exception>
    public void ConfirmRemoval(Plan plan)
    {
        string left = plan.Components.Count == 0
            ? "PedOS Windows Tools are removed, with their settings and logs."
            : DisplayText.Format($"Of PedOS Windows Tools stay: {string.Join(", ", plan.Components)}.");
        console.Show($"{left}\n{Number(plan.Changes.Count())} changes are made.\n");
        if (!Answer("y removes them, Enter leaves everything as it is:")
            .Equals("y", StringComparison.OrdinalIgnoreCase))
        {
            throw new OperationCanceledException();
        }
    }

    private static bool NeedsAccount(InstallationOffer offer, ComponentSelection selection, string? account) =>
        string.IsNullOrEmpty(account)
        && selection.Has(ComponentNames.AutomaticLogon)
        && !offer.Components.Any(static c => c is { IsInstalled: true, Component.Name: ComponentNames.AutomaticLogon });

    private static string Head(InstallationOffer offer, string location)
    {
        string installed = offer.InstalledVersion.Length == 0
            ? "are not installed yet"
            : $"are installed in version {offer.InstalledVersion}";
        return DisplayText.Format($"PedOS Windows Tools {offer.Version} for {location}, where they {installed}.\n")
            + DisplayText.Format($"The package is {offer.Origin}.\n\n");
    }

    private static string List(InstallationOffer offer, ComponentSelection selection)
    {
        StringBuilder text = new();
        for (int i = 0; i < offer.Components.Count; i++)
        {
            OfferedComponent offered = offer.Components[i];
            string mark = offered.IsInstalled ? "[=]"
                : !offered.IsAvailable ? " - "
                : selection.Has(offered.Component.Name) ? "[x]"
                : "[ ]";
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,3}  {mark}  {offered.Component.Title}");
            text.Append(Remark(offered)).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static string Remark(OfferedComponent offered) =>
        offered.IsInstalled ? " (installed)"
        : !offered.IsAvailable ? " (not in this package)"
        : offered.Component.Default switch
        {
            ComponentDefault.Required => " (always)",
            ComponentDefault.OnInTemplates => " (for templates)",
            ComponentDefault.Off => " (off by default)",
            _ => "",
        };

    private static string Explanations(InstallationOffer offer) =>
        string.Concat(offer.Components.Select(static (c, i) =>
            $"{Number(i + 1),3}  {c.Component.Title}\n{SetupUsage.Wrap(c.Component.Explanation, "     ")}\n")) + "\n";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string? AskAccount()
    {
        string account = Answer("Local account that is logged on when Windows starts (Enter chooses again):");
        return account.Length > 0 ? account : null;
    }

    private string Answer(string question) =>
        console.Ask(question) is { } answer && !answer.Equals("q", StringComparison.OrdinalIgnoreCase)
            ? answer
            : throw new OperationCanceledException();
}
