using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace PedOS.Abi.Tests;

/// <summary>What types declare of native libraries, read out of their metadata.</summary>
/// <param name="Functions">Functions, also those that the generator of the compiler declares.</param>
/// <param name="Structs">Structures.</param>
/// <param name="Constants">Numbers.</param>
public sealed partial record AbiDeclarations(
    IReadOnlyList<AbiFunction> Functions, IReadOnlyList<AbiStruct> Structs, IReadOnlyList<AbiConstant> Constants)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>
    /// Reads types. Whatever is in a namespace of native declarations is native; elsewhere a number is, when it is
    /// spelled as headers spell theirs.
    /// </summary>
    public static AbiDeclarations Read(IEnumerable<Type> types)
    {
        Type[] all = [.. types.OrderBy(static t => t.FullName, StringComparer.Ordinal)];
        return new(
            [.. all.SelectMany(static t => t.GetMethods(Declared)).Where(IsNative).Select(Function)],
            [.. all.Where(IsStructure).Select(Structure)],
            [.. all.SelectMany(static t => t.GetFields(Declared)).Where(IsConstant).Select(Constant)]);
    }

    private static bool IsNative(MethodInfo method) => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl);

    private static bool IsStructure(Type type) =>
        type is { IsValueType: true, IsEnum: false, IsGenericType: false }
        && (type.IsLayoutSequential || type.IsExplicitLayout)
        && type.FullName!.StartsWith("PedOS.", StringComparison.Ordinal)
        && IsInNative(type)
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && type.GetFields(Instance).Length > 0;

    private static bool IsConstant(FieldInfo field) =>
        field is { IsLiteral: true, DeclaringType.IsEnum: false }
        && field.GetRawConstantValue() is not (null or string or bool or char or float or double or decimal)
        && (field.DeclaringType is { } type && IsInNative(type) || HeaderName().IsMatch(field.Name));

    private static bool IsInNative(Type type) => type.Namespace?.Split('.')[^1] is "Interop" or "Native" or "Planted";

    private static AbiFunction Function(MethodInfo method)
    {
        DllImportAttribute import = method.GetCustomAttribute<DllImportAttribute>()!;
#pragma warning disable CA1308 // file names of libraries are written so
        string library = import.Value.ToLowerInvariant();
#pragma warning restore CA1308
        return new(
            method.DeclaringType!.FullName!,
            import.EntryPoint ?? method.Name,
            library.EndsWith(".dll", StringComparison.Ordinal) ? library[..^4] : library,
            SizeOf(method.ReturnParameter),
            [.. method.GetParameters().Select(SizeOf)]);
    }

    private static AbiStruct Structure(Type type) => new(
        type.FullName!,
        Marshal.SizeOf(type),
        [
            .. type.GetFields(Instance).OrderBy(static f => f.MetadataToken).Select(field => new AbiField(
                field.Name, (int)Marshal.OffsetOf(type, field.Name), SizeOf(field))),
        ]);

    private static AbiConstant Constant(FieldInfo field)
    {
        object value = field.GetRawConstantValue()!;
        long number = value is ulong large
            ? unchecked((long)large)
            : Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return new(field.DeclaringType!.FullName!, field.Name, number, SizeOf(field.FieldType));
    }

    private static int SizeOf(ParameterInfo parameter) => parameter.ParameterType == typeof(bool)
        ? BooleanSize(parameter.GetCustomAttribute<MarshalAsAttribute>(), parameter.Member.Name)
        : SizeOf(parameter.ParameterType);

    private static int SizeOf(FieldInfo field)
    {
        MarshalAsAttribute? marshal = field.GetCustomAttribute<MarshalAsAttribute>();
        return field.GetCustomAttribute<FixedBufferAttribute>() is { } many
                ? many.Length * SizeOf(many.ElementType)
            : marshal is { Value: UnmanagedType.ByValTStr } ? marshal.SizeConst * sizeof(char)
            : field.FieldType == typeof(bool) ? BooleanSize(marshal, field.Name)
            : SizeOf(field.FieldType);
    }

    // Which of the two native kinds it is has to be said.
    private static int BooleanSize(MarshalAsAttribute? marshal, string where) => marshal?.Value switch
    {
        UnmanagedType.Bool => 4,
        UnmanagedType.U1 or UnmanagedType.I1 => 1,
        _ => throw new InvalidOperationException($"{where}: a bool does not say its native size"),
    };

    private static int SizeOf(Type type)
    {
        if (type == typeof(void))
        {
            return 0;
        }

        if (type.IsByRef || type.IsPointer || type.IsFunctionPointer || !type.IsValueType)
        {
            return IntPtr.Size;
        }

        Type bare = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        return bare == typeof(char) ? sizeof(char)
            : bare.IsPrimitive ? Marshal.SizeOf(bare)
            : Marshal.SizeOf(type);
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]+(_[A-Z0-9]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
