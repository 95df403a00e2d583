namespace PedOS.Tools.Engine.Foreign;

/// <summary>What the INF of the Xen interface says about who may open it.</summary>
public static class InterfaceInf
{
    /// <summary>File name of the INF in a package.</summary>
    public const string FileName = "xeniface.inf";

    // Without it every local user may open the device: XSA-468, CVE-2025-27463.
    private const string Guard = "\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"";
    private const string Platform = "NTamd64";
    private const int MaxVersionLength = 40;

    private static readonly string[] Endings = ["." + Platform, ".NT"];

    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly char[] LineEnds = ['\r', '\n'];

    /// <summary>
    /// Whether only SYSTEM and administrators may open its devices: each installation section that a device of it has
    /// on x64 says so in its part for the hardware. What stands elsewhere has no effect on a device.
    /// </summary>
    /// <param name="text">The whole INF.</param>
    public static bool IsGuarded(string text)
    {
        InfSections inf = new(text);
        string[] installations = [.. Installations(inf).Distinct(StringComparer.OrdinalIgnoreCase)];
        return installations.Length > 0 && installations.All(i => IsGuardedBy(inf, i));
    }

    /// <summary>Version of its DriverVer line; "" for none.</summary>
    /// <param name="text">The whole INF.</param>
    public static string VersionOf(string text) =>
        text.Split(LineEnds).Select(VersionOfLine).FirstOrDefault(static v => v.Length > 0) ?? "";

    // A maker names a section of models, and the platforms whose names are put behind it; a model its installation.
    private static IEnumerable<string> Installations(InfSections inf) =>
        from maker in inf.Lines("Manufacturer")
        let names = InfSections.Values(maker)
        from platform in names.Skip(1)
        where platform.StartsWith(Platform, StringComparison.OrdinalIgnoreCase)
        from model in inf.Lines($"{names[0]}.{platform}")
        let values = InfSections.Values(model)
        where values.Length > 1
        select values[0];

    // Windows takes the installation that is written for the platform, and the part for the hardware that belongs to
    // it.
    private static bool IsGuardedBy(InfSections inf, string installation)
    {
        string section = Endings.Select(e => installation + e).FirstOrDefault(inf.Has) ?? installation;
        return inf.Lines(section + ".HW")
            .Where(static l => Same(InfSections.KeyOf(l), "AddReg"))
            .SelectMany(InfSections.Values)
            .SelectMany(inf.Lines)
            .Any(IsGuard);
    }

    // HKR, no subkey, the value's name, its type, the descriptor, perhaps a remark.
    private static bool IsGuard(string line)
    {
        string[] fields = [.. line.Split([','], 5).Select(static f => f.Trim(Blanks))];
        return fields.Length == 5
            && Same(fields[0], "HKR")
            && fields[1].Length == 0
            && (Same(fields[2], "Security") || Same(fields[2], "\"Security\""))
            && fields[4].StartsWith(Guard, StringComparison.OrdinalIgnoreCase);
    }

    // DriverVer = date, version
    private static string VersionOfLine(string line)
    {
        string[] sides = line.Split(['='], 2);
        string[] fields = sides.Length == 2 && Same(sides[0].Trim(Blanks), "DriverVer") ? sides[1].Split(',') : [];
        string version = fields.Length < 2
            ? ""
            : new([.. fields[1].TrimStart(Blanks).TakeWhile(static c => c is '.' or (>= '0' and <= '9'))]);
        return version.Length <= MaxVersionLength ? version : "";
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
