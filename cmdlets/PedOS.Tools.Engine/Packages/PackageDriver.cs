using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>A driver of the package.</summary>
/// <param name="Inf">Path of its INF in the package.</param>
/// <param name="Version">Version of its DriverVer line.</param>
/// <param name="Component">Component it belongs to.</param>
/// <param name="IsTestSigned">Whether Windows takes it only when test signing is allowed.</param>
public sealed record PackageDriver(string Inf, string Version, string Component, bool IsTestSigned)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PackageDriver FromJson(JsonValue value) => new(
        value.Get("inf").AsText(),
        value.Get("version").AsText(),
        value.Get("component").AsText(),
        value.Get("testSigned").AsTruth());

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("inf", JsonValue.Of(Inf)),
        ("version", JsonValue.Of(Version)),
        ("component", JsonValue.Of(Component)),
        ("testSigned", JsonValue.Of(IsTestSigned)));
}
