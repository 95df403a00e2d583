using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;

namespace PedOS.Tools.Engine.Setup;

/// <summary>What a front end of the engine brings along; everything else is the same for each.</summary>
/// <param name="Advice">Words remedies.</param>
/// <param name="Packages">Finds the package.</param>
/// <param name="Observer">Is told how an operation goes on.</param>
/// <param name="Now">Tells the time.</param>
public sealed record FrontEnd(
    HealthAdvice Advice, PackagePlace Packages, IOperationObserver Observer, Func<DateTimeOffset> Now);
