using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Setup;

/// <summary>A plan against which nothing speaks, and the package it was made from.</summary>
public sealed class PreparedPlan
{
    internal PreparedPlan(Plan plan, IPackage package, IReadOnlyList<string> warnings)
    {
        Plan = plan;
        Package = package;
        Warnings = warnings;
    }

    /// <summary>The plan: what is shown is what is run.</summary>
    public Plan Plan { get; }

    /// <summary>What people should know before it is run.</summary>
    public IReadOnlyList<string> Warnings { get; }

    internal IPackage Package { get; }
}
