using System.Globalization;
using System.Text.RegularExpressions;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Programs;

/// <summary>The clock, through the program <c>pedos-rpc</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="cancellation">Ends what runs.</param>
public sealed class ClockClient(ToolProgram program, CancellationToken cancellation)
{
    private const string OffsetName = "offsetSeconds";

    // Fractions stand on lines of their own; our reader of JSON knows whole numbers only.
    private static readonly Regex Fraction = new(
        @"^(\s*""\w+Seconds"":\s*)(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(,?\s*)$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Asks for the time and sets the clock.</summary>
    /// <param name="target">Whom to ask; null for whom dom0's policy says.</param>
    /// <param name="isForced">However far it is off.</param>
    /// <exception cref="SetupException">The program failed.</exception>
    public ClockResult Sync(string? target, bool isForced)
    {
        List<string> arguments = ["sync-clock", "--json"];
        if (target is not null)
        {
            arguments.Add("--target=" + target);
        }

        if (isForced)
        {
            arguments.Add("--force");
        }

        // An exit code other than 0 also means that the clock was left alone for a good reason.
        ProgramResult result = program.Run(cancellation, [.. arguments]);
        try
        {
            JsonValue report = JsonText.Read(Fraction.Replace(result.Output, "$1\"$2\"$3"));
            string? offset = report.Find(OffsetName)?.AsText();
            return new(
                report.Get("applied").AsTruth(),
                report.Get("reason").AsText(),
                report.Get("text").AsText(),
                offset is null ? null : TimeSpan.FromSeconds(double.Parse(offset, CultureInfo.InvariantCulture)));
        }
        catch (FormatException)
        {
            throw program.Failure(result);
        }
    }
}
