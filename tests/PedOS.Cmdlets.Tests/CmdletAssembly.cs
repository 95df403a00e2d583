using System.Reflection;

namespace PedOS.Cmdlets.Tests;

/// <summary>
/// Reads the cmdlets out of their assembly as data: the assembly they were compiled against is a stub, on which code
/// would seem to work whatever it does.
/// </summary>
public static class CmdletAssembly
{
    private const string Automation = "System.Management.Automation.";

    /// <summary>All cmdlets.</summary>
    public static IReadOnlyList<CmdletDeclaration> Cmdlets { get; } = [.. Load()];

    private static IEnumerable<CmdletDeclaration> Load()
    {
        Assembly assembly = Assembly.LoadFrom(Path.Join(AppContext.BaseDirectory, "PedOS.Tools.Cmdlets.dll"));
        foreach (Type type in assembly.GetTypes().OrderBy(static t => t.FullName, StringComparer.Ordinal))
        {
            if (Find(type, "CmdletAttribute") is not { } cmdlet)
            {
                continue;
            }

            yield return new(
                type.Name,
                (string)cmdlet.ConstructorArguments[0].Value!,
                (string)cmdlet.ConstructorArguments[1].Value!,
                cmdlet.NamedArguments.Any(static a => a is
                { MemberName: "SupportsShouldProcess", TypedValue.Value: true }),
                [.. type.GetCustomAttributesData()
                    .Where(static a => a.AttributeType.FullName == Automation + "OutputTypeAttribute")
                    .SelectMany(static a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
                    .Select(static a => ((Type)a.Value!).FullName!)],
                [.. type.GetProperties()
                    .Where(static p => p.GetCustomAttributesData()
                        .Any(static a => a.AttributeType.FullName == Automation + "ParameterAttribute"))
                    .Select(Read)]);
        }
    }

    private static CmdletParameter Read(PropertyInfo property)
    {
        IList<CustomAttributeData> rules = property.GetCustomAttributesData();
        Type? bare = Nullable.GetUnderlyingType(property.PropertyType);
        return new(
            property.Name,
            (bare ?? property.PropertyType).FullName!,
            bare is not null,
            [.. rules.Select(static r => r.AttributeType.Name)],
            rules.SelectMany(static r => r.NamedArguments)
                .Any(static a => a is { MemberName: "IsList", TypedValue.Value: true }));
    }

    private static CustomAttributeData? Find(Type type, string name) =>
        type.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.FullName == Automation + name);
}
