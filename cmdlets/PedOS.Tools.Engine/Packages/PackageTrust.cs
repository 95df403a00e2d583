using PedOS.Tools.Engine.Signatures;

namespace PedOS.Tools.Engine.Packages;

/// <summary>Whose packages may be installed. Everything is refused that nothing here allows.</summary>
/// <param name="Now">Now.</param>
public sealed record PackageTrust(DateTimeOffset Now)
{
    /// <summary>Certificates that the caller named: of signers, or of authorities that issued theirs.</summary>
    public IReadOnlyList<Certificate> Named { get; init; } = [];

    /// <summary>
    /// The certificate that the running program was signed with. Who started the program trusts it: a package by the
    /// same certificate is as good, and one of the same name is when the machine's own roots vouch for it.
    /// </summary>
    public Certificate? Program { get; init; }

    /// <summary>The roots of the machine; null where there are none for programs.</summary>
    public IMachineRoots? Roots { get; init; }

    /// <summary>The caller takes packages that nobody signed, or nobody who is trusted.</summary>
    public bool AllowsUnsigned { get; init; }

    /// <summary>What a program trusts by itself: packages of its own publisher.</summary>
    /// <param name="programPath">File of the running program, or of the module; null or "" when there is none.</param>
    /// <param name="now">Now.</param>
    public static PackageTrust OfProgram(string? programPath, DateTimeOffset now) => new(now)
    {
        Program = programPath is null or "" ? null : ProgramSignature.Find(programPath),
    };

    /// <summary>Takes every package that is whole: where the caller answers for it.</summary>
    /// <param name="now">Now.</param>
    public static PackageTrust Everybody(DateTimeOffset now) => new(now) { AllowsUnsigned = true };
}
