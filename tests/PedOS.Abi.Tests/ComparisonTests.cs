using PedOS.Abi.Tests.Planted;
using Xunit;

namespace PedOS.Abi.Tests;

/// <summary>Errors that were put into declarations are found, each as what it is, and nothing else is.</summary>
public sealed class ComparisonTests
{
    private const string Calls = "PedOS.Abi.Tests.Planted.PlantedCalls";

    private static readonly AbiNames Names = new(
        new Dictionary<string, AbiStructName>(StringComparer.Ordinal)
        {
            [Calls + "+Right8"] = new("FILETIME", "dwLowDateTime dwHighDateTime"),
            [Calls + "+OffsetOff"] = new("LUID_AND_ATTRIBUTES", "Luid.LowPart Attributes"),
            [Calls + "+SizeOff"] = new("SYSTEMTIME", "wYear wMonth"),
            [Calls + "+FieldTooSmall"] = new("SECURITY_ATTRIBUTES", "nLength lpSecurityDescriptor"),
        },
        new Dictionary<string, string>(StringComparer.Ordinal),
        new Dictionary<string, string>(StringComparer.Ordinal));

    private static readonly string[] Expected =
    [
        $"{Calls}.GENERIC_WRITE: value: 1073741825 here, 1073741824 in the headers",
        $"{Calls}.GetCurrentProcess: bytes of the result: 4 here, 8 in the headers",
        $"{Calls}.GetCurrentProcessId: parameters: 1 here, 0 in the headers",
        $"{Calls}.GetExitCodeProcess: bytes of parameter 1: 4 here, 8 in the headers",
        $"{Calls}+FieldTooSmall.Descriptor: bytes of lpSecurityDescriptor: 4 here, 8 in the headers",
        $"{Calls}+OffsetOff.Attributes: offset of Attributes: 4 here, 8 in the headers",
        $"{Calls}+SizeOff: bytes of SYSTEMTIME: 20 here, 16 in the headers",
        "user32!GetCurrentThreadId is unknown to the headers, and not on the list of such",
    ];

    [Fact]
    public void PlantedErrors_AreFound()
    {
        Assert.SkipUnless(AbiHeaders.MissingReason is null, AbiHeaders.MissingReason ?? "");

        AbiComparison compared = AbiComparison.Of(Planted(), Names, AbiHeaders.Windows);

        Assert.Equal(Expected.Order(StringComparer.Ordinal), compared.Findings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIsInNoTable_IsFound()
    {
        Assert.SkipUnless(AbiHeaders.MissingReason is null, AbiHeaders.MissingReason ?? "");
        AbiNames empty = new(
            new Dictionary<string, AbiStructName>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["user32!GetCurrentThreadId"] = "it is in the other library",
                ["GENERIC_READ"] = "nobody knows",
            });
        AbiConstant own = new(Calls, "OURS", 1, 4);
        AbiDeclarations planted = Planted();

        AbiComparison compared = AbiComparison.Of(
            planted with { Constants = [.. planted.Constants, own] }, empty, AbiHeaders.Windows);

        Assert.Contains($"{Calls}+Right8 is not in the table of structures", compared.Findings);
        Assert.Contains("OURS is unknown to the headers, and not on the list of such", compared.Findings);
        Assert.Contains("GENERIC_READ is on the list of what is unknown, and is not", compared.Findings);
        Assert.DoesNotContain(compared.Findings, static f => f.StartsWith("user32!", StringComparison.Ordinal));
    }

    [Fact]
    public void RowOfNothing_IsFound()
    {
        Assert.SkipUnless(AbiHeaders.MissingReason is null, AbiHeaders.MissingReason ?? "");
        AbiDeclarations planted = Planted();

        AbiComparison compared = AbiComparison.Of(
            planted with { Structs = [.. planted.Structs.Where(static s => s.Owner != Calls + "+Right8")] },
            Names,
            AbiHeaders.Windows);

        Assert.Contains($"{Calls}+Right8 is in the table of structures, and nowhere else", compared.Findings);
    }

    private static AbiDeclarations Planted() =>
        AbiDeclarations.Read([typeof(PlantedCalls), .. typeof(PlantedCalls).GetNestedTypes()]);
}
