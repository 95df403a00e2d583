using PedOS.Tools.Engine.Signatures;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>Who signed a package, and why it was taken. It stands in the plan, the log and the receipt.</summary>
/// <param name="Signer">Name of the signer; "" for a package that nobody signed.</param>
/// <param name="Sha256">SHA-256 of the signer's certificate; "" without one.</param>
/// <param name="Reason">Why it was taken.</param>
public sealed record PackageOrigin(string Signer, string Sha256, TrustReason Reason)
{
    /// <summary>Nobody signed it, and the caller takes it so.</summary>
    public static PackageOrigin Unsigned { get; } = new("", "", TrustReason.AllowedByCaller);

    /// <summary>Of a signer.</summary>
    public static PackageOrigin Of(Certificate signer, TrustReason reason) =>
        new(signer.Name, signer.Sha256, reason);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PackageOrigin FromJson(JsonValue value) => new(
        value.Get("signer").AsText(),
        value.Get("sha256").AsText(),
        Enum.TryParse(value.Get("reason").AsText(), out TrustReason reason)
            ? reason
            : throw new FormatException("the origin of a package is not known to this version"));

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("signer", JsonValue.Of(Signer)),
        ("sha256", JsonValue.Of(Sha256)),
        ("reason", JsonValue.Of(Reason.ToString())));

    /// <summary>One phrase for a person.</summary>
    public override string ToString()
    {
        if (Signer.Length == 0)
        {
            return "not signed; the caller allowed that";
        }

        string why = Reason switch
        {
            TrustReason.NamedByCaller => "trusted because the caller named it",
            TrustReason.SameAsProgram => "trusted as the signer of this program",
            TrustReason.SamePublisher => "trusted by this machine, the publisher of this program",
            _ => "not trusted; the caller allowed that",
        };
        return $"signed by {Signer}, certificate {Sha256.Substring(0, 16)}, {why}";
    }
}
