using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PedOS.Cmdlets.Tests;

/// <summary>Assemblies as they are declared, for whoever looks a type or a member up in them; none is loaded.</summary>
/// <param name="folders">Where they are, in order.</param>
public sealed class FrameworkCatalog(params IReadOnlyList<string> folders) : IDisposable
{
    private readonly Dictionary<string, PEReader?> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What an assembly refers to and nobody declares, a line each.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="count">How many references were looked up.</param>
    public IReadOnlyList<string> Missing(string path, out int count)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        List<string> missing = [];
        count = reader.TypeReferences.Count + reader.MemberReferences.Count;
        foreach (TypeReferenceHandle type in reader.TypeReferences)
        {
            if (Find(reader, type) is null)
            {
                missing.Add($"type {SignatureText.Name(reader, type)}");
            }
        }

        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (!IsDeclared(reader, member, out string where))
            {
                missing.Add($"member {where}.{reader.GetString(member.Name)}");
            }
        }

        return missing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PEReader? reader in _open.Values)
        {
            reader?.Dispose();
        }
    }

    private bool IsDeclared(MetadataReader reader, MemberReference member, out string where)
    {
        where = SignatureText.Name(reader, member.Parent);
        (MetadataReader Reader, TypeDefinition Type, string[] Arguments)? at = Find(reader, member.Parent, []);
        if (where.EndsWith(']') && !where.Contains('<', StringComparison.Ordinal))
        {
            // Constructors and accessors of arrays: the runtime has them.
            return true;
        }

        // As the runtime does: in the type, then in those that it is made from.
        string wanted = Signature(reader, member, null);
        string name = reader.GetString(member.Name);
        while (at is { } found)
        {
            if (Members(found.Reader, found.Type, name, found.Arguments).Contains(wanted, StringComparer.Ordinal)
                || Members(found.Reader, found.Type, name, null).Contains(wanted, StringComparer.Ordinal))
            {
                return true;
            }

            at = found.Type.BaseType.IsNil ? null : Find(found.Reader, found.Type.BaseType, found.Arguments);
        }

        return false;
    }

    private static string Signature(MetadataReader reader, MemberReference member, string[]? arguments) =>
        member.GetKind() == MemberReferenceKind.Field
            ? member.DecodeFieldSignature(new SignatureText(), arguments)
            : SignatureText.Of(member.DecodeMethodSignature(new SignatureText(), arguments));

    private static IEnumerable<string> Members(
        MetadataReader reader, TypeDefinition type, string name, string[]? arguments) =>
    [
        .. type.GetFields().Select(reader.GetFieldDefinition)
            .Where(field => reader.StringComparer.Equals(field.Name, name))
            .Select(field => field.DecodeSignature(new SignatureText(), arguments)),
        .. type.GetMethods().Select(reader.GetMethodDefinition)
            .Where(method => reader.StringComparer.Equals(method.Name, name))
            .Select(method => SignatureText.Of(method.DecodeSignature(new SignatureText(), arguments))),
    ];

    private (MetadataReader Reader, TypeDefinition Type, string[] Arguments)? Find(
        MetadataReader reader, EntityHandle handle, string[] arguments)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return (reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle), []);
            case HandleKind.TypeReference:
                return Find(reader, (TypeReferenceHandle)handle) is { } found
                    ? (found.Reader, found.Reader.GetTypeDefinition(found.Type), [])
                    : null;
            case HandleKind.TypeSpecification:
                // An instance of a generic type: its type, and what it is made of.
                BlobReader blob = reader.GetBlobReader(
                    reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                {
                    return null;
                }

                _ = blob.ReadCompressedInteger();
                (MetadataReader Reader, TypeDefinition Type, string[] Arguments)? of =
                    Find(reader, blob.ReadTypeHandle(), []);
                SignatureText text = new();
                _ = reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(text, arguments);
                return of is { } generic ? (generic.Reader, generic.Type, text.Arguments) : null;
            case HandleKind.MethodDefinition:
                return null;
            default:
                return null;
        }
    }

    private (MetadataReader Reader, TypeDefinitionHandle Type)? Find(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            if (Find(reader, (TypeReferenceHandle)type.ResolutionScope) is not { } outer)
            {
                return null;
            }

            TypeDefinitionHandle nested = outer.Reader.GetTypeDefinition(outer.Type).GetNestedTypes().FirstOrDefault(
                n => outer.Reader.StringComparer.Equals(outer.Reader.GetTypeDefinition(n).Name, name));
            return nested.IsNil ? null : (outer.Reader, nested);
        }

        return type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? Find(
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                reader.GetString(type.Namespace),
                name)
            : null;
    }

    private (MetadataReader Reader, TypeDefinitionHandle Type)? Find(string assembly, string space, string name)
    {
        if (Open(assembly) is not { } reader)
        {
            return null;
        }

        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, space))
            {
                return (reader, handle);
            }
        }

        // It may have moved to another assembly.
        foreach (ExportedType moved in reader.ExportedTypes.Select(reader.GetExportedType))
        {
            if (moved.Implementation.Kind == HandleKind.AssemblyReference
                && reader.StringComparer.Equals(moved.Name, name)
                && reader.StringComparer.Equals(moved.Namespace, space))
            {
                return Find(
                    reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)moved.Implementation).Name),
                    space,
                    name);
            }
        }

        return null;
    }

    private MetadataReader? Open(string assembly)
    {
        if (!_open.TryGetValue(assembly, out PEReader? reader))
        {
            string? path = folders.Select(f => Path.Join(f, assembly + ".dll")).FirstOrDefault(File.Exists);
            reader = path is null ? null : new PEReader(File.OpenRead(path));
            _open.Add(assembly, reader);
        }

        return reader?.GetMetadataReader();
    }
}
