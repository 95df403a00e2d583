using System.Reflection;
using Xunit;

namespace PedOS.Abi.Tests;

/// <summary>Whatever the product declares of Windows is what the headers say.</summary>
public sealed class AbiTests
{
    [Fact]
    public void Windows_IsDeclaredAsInItsHeaders()
    {
        AbiComparison compared = Compare(
            [.. Types("PedOS.Agents.Windows"), .. Types("PedOS.Tools.Engine").Where(static t => !IsOfLinux(t))],
            AbiNames.Windows,
            AbiHeaders.Windows);

        // Most of it; a reader that found nothing would agree with everything.
        Assert.InRange(compared.Agreed, 1500, 10_000);
    }

    [Fact]
    public void Linux_IsDeclaredAsInItsHeaders()
    {
        AbiComparison compared = Compare(
            [
                .. Types("PedOS.Agents.Posix").Where(IsOfAgentsOnLinux),
                .. Types("PedOS.Tools.Engine").Where(IsOfLinux),
            ],
            AbiNames.Linux,
            AbiHeaders.Linux);

        Assert.InRange(compared.Agreed, 60, 1000);
    }

    [Fact]
    public void EveryReason_SaysSomething() => Assert.All(
        (IEnumerable<KeyValuePair<string, string>>)[.. AbiNames.Windows.Unknown, .. AbiNames.Linux.Unknown],
        static unknown => Assert.True(unknown.Value.Length > 10, unknown.Key));

    private static AbiComparison Compare(IEnumerable<Type> types, AbiNames names, AbiHeaders headers)
    {
        Assert.SkipUnless(AbiHeaders.MissingReason is null, AbiHeaders.MissingReason ?? "");
        AbiComparison compared = AbiComparison.Of(AbiDeclarations.Read(types), names, headers);
        Assert.True(compared.Findings.Count == 0, string.Join('\n', compared.Findings));
        return compared;
    }

    private static bool IsOfLinux(Type type) => type.Name is "Libc" or "Errno";

    // Other types of the folder have numbers of their own, and use these.
    private static bool IsOfAgentsOnLinux(Type type) =>
        (type.DeclaringType ?? type) is
        {
            Namespace: "PedOS.Agents.Posix.Native", Name: "Libc" or "Rtnetlink" or "Spawn",
        }
        && (!type.IsNested || type.IsNestedPublic);

    private static Type[] Types(string assembly) =>
        Assembly.LoadFrom(Path.Join(AppContext.BaseDirectory, assembly + ".dll")).GetTypes();
}
