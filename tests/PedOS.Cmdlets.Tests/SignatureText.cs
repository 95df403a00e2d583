using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PedOS.Cmdlets.Tests;

/// <summary>
/// Signatures as texts that are the same when the signatures are: types by their full names, whichever assembly they
/// are in. What a generic type is made of is put in the place of its parameters, when it is given.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, string[]?>
{
    /// <summary>What the outermost generic type that was read is made of.</summary>
    public string[] Arguments { get; private set; } = [];

    /// <summary>A method's signature.</summary>
    public static string Of(MethodSignature<string> method) =>
        $"{(method.Header.IsInstance ? "instance " : "")}{method.ReturnType}"
        + $"`{method.GenericParameterCount}({string.Join(',', method.ParameterTypes)})";

    /// <summary>The full name of a type, or of what it is made from.</summary>
    public static string Name(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Name(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => Name(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle)
            .DecodeSignature(new SignatureText(), null),
        _ => handle.Kind.ToString(),
    };

    public string GetArrayType(string elementType, ArrayShape shape) =>
        $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"*({Of(signature)})";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        Arguments = [.. typeArguments];
        return $"{genericType}<{string.Join(',', typeArguments)}>";
    }

    public string GetGenericMethodParameter(string[]? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(string[]? genericContext, int index) =>
        index < genericContext?.Length ? genericContext[index] : $"!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        isRequired ? $"{unmodifiedType} modreq({modifier})" : unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode == PrimitiveTypeCode.TypedReference
        ? "System.TypedReference"
        : "System." + typeCode;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Name(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Name(reader, handle);

    public string GetTypeFromSpecification(
        MetadataReader reader, string[]? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Name(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    private static string Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Name(reader, outer)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
