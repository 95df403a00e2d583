using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace PedOS.TestKit.Limits;

/// <summary>
/// A test whose time limit is that of a quiet machine, and grows with the load when the program of the tests starts.
/// </summary>
[XunitTestCaseDiscoverer(typeof(FactDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class PatientFactAttribute(
    [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber), IFactAttribute
{
    /// <summary>What the runner asks for, in milliseconds.</summary>
    int IFactAttribute.Timeout => Limit.Of(Timeout);
}
