using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Setup;

/// <summary>A plan against which nothing speaks, and the package it was made from.</summary>
public sealed class PreparedPlan
{
    internal PreparedPlan(Plan plan, IPackage package)
    {
        Plan = plan;
        Package = package;
    }

    /// <summary>The plan: what is shown is what is run.</summary>
    public Plan Plan { get; }

    internal IPackage Package { get; }
}
