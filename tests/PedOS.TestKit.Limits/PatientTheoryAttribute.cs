using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace PedOS.TestKit.Limits;

/// <summary>
/// A test with several inputs, for each of which the time limit is that of a quiet machine and grows with the load when
/// the program of the tests starts.
/// </summary>
[XunitTestCaseDiscoverer(typeof(TheoryDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class PatientTheoryAttribute(
    [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber), IFactAttribute
{
    /// <summary>What the runner asks for, in milliseconds.</summary>
    int IFactAttribute.Timeout => Limit.Of(Timeout);
}
