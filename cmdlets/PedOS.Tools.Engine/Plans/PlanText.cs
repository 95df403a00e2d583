using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>A plan as a person reads it.</summary>
public static class PlanText
{
    /// <summary>One line per step that changes something, and what waits for the first start.</summary>
    public static string Write(Plan plan)
    {
        StringBuilder text = new();
        foreach (PlanStep step in plan.Changes)
        {
            text.Append(Line(step)).Append('\n');
        }

        foreach (PlanStep step in plan.Deferred)
        {
            text.Append("at first start: ").Append(Line(step)).Append('\n');
        }

        foreach (AdoptedDriverResource driver in plan.AdoptedDrivers)
        {
            text.Append("uses what others have installed: driver ").Append(driver.Name)
                .Append(" version ").Append(driver.Version).Append('\n');
        }

        if (plan.Origin is { } origin)
        {
            text.Append("package ").Append(origin).Append('\n');
        }

        if (plan.Replaced is { } replaced)
        {
            text.Append("replaces what was ").Append(replaced).Append('\n');
        }

        int same = plan.Steps.Count - plan.Changes.Count();
        text.AppendFormat(
            CultureInfo.InvariantCulture,
            "{0} {1}: {2} changes, {3} as they should be{4}{5}\n",
            plan.Kind,
            plan.Version,
            plan.Changes.Count(),
            same,
            plan.Deferred.Count > 0 ? $", {plan.Deferred.Count} at the first start" : "",
            plan.NeedsRestart ? ", a restart is needed" : "");
        return text.ToString();
    }

    /// <summary>One step on one line: what is done, to what, in which component.</summary>
    public static string Line(PlanStep step)
    {
        string state = step.Target.IsPresent ? step.Target["is"] ?? "" : "";
        string shown = state is "" or "file" or "directory" or "running" ? "" : " = " + state;
        return DisplayText.Line(string.Format(
            CultureInfo.InvariantCulture,
            "{0,-7} {1,-18} {2}{3} [{4}]",
            step.Change.ToString(),
            step.Resource.Kind,
            step.Resource.Name,
            shown,
            step.Resource.Component));
    }
}
