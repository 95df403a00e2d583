using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PedOS.Architecture.Tests.Il;

/// <summary>What a compiled assembly refers to and calls, read from its metadata without loading it.</summary>
public sealed class AssemblyScan : IDisposable
{
    private const string AsyncAttribute = "System.Runtime.CompilerServices.AsyncStateMachineAttribute";

    private static readonly TypeNames Names = new();

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public AssemblyScan(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    public string Name => _metadata.GetString(_metadata.GetAssemblyDefinition().Name);

    public IEnumerable<string> AssemblyReferences =>
        _metadata.AssemblyReferences.Select(h => _metadata.GetString(_metadata.GetAssemblyReference(h).Name));

    public IEnumerable<string> TypeReferences =>
        _metadata.TypeReferences.Select(h => Names.GetTypeFromReference(_metadata, h, 0));

    /// <summary>The compiler marks a module so when it may contain unsafe code.</summary>
    public bool AllowsUnsafe => _metadata.GetCustomAttributes(EntityHandle.ModuleDefinition)
        .Any(h => AttributeType(_metadata.GetCustomAttribute(h)) == "System.Security.UnverifiableCodeAttribute");

    /// <summary>Methods implemented by a native library.</summary>
    public IEnumerable<string> NativeMethods => Methods
        .Where(m => m.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        .Select(FullName);

    public IEnumerable<string> AsyncVoidMethods => Methods
        .Where(m => m.DecodeSignature(Names, null).ReturnType == "System.Void"
            && m.GetCustomAttributes().Any(h => AttributeType(_metadata.GetCustomAttribute(h)) == AsyncAttribute))
        .Select(FullName);

    /// <summary>Every call in every method body, compiler-made ones included.</summary>
    public IEnumerable<CallSite> Calls => Methods.Where(static m => m.RelativeVirtualAddress != 0).SelectMany(CallsOf);

    private IEnumerable<MethodDefinition> Methods => _metadata.MethodDefinitions.Select(_metadata.GetMethodDefinition);

    public void Dispose() => _file.Dispose();

    private IEnumerable<CallSite> CallsOf(MethodDefinition method)
    {
        BlobReader il = _file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        string caller = FullName(method);
        bool pushedFalse = false;
        foreach (Instruction instruction in InstructionReader.Read(il))
        {
            if (instruction.Code.OperandType == OperandType.InlineMethod
                && Describe(MetadataTokens.EntityHandle(instruction.Token), caller, pushedFalse) is { } site)
            {
                yield return site;
            }

            pushedFalse = instruction.Code == OpCodes.Ldc_I4_0;
        }
    }

    private CallSite? Describe(EntityHandle handle, string caller, bool pushedFalse) => handle.Kind switch
    {
        HandleKind.MethodSpecification => Describe(
            _metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method, caller, pushedFalse),
        HandleKind.MemberReference => Describe(
            _metadata.GetMemberReference((MemberReferenceHandle)handle), caller, pushedFalse),
        _ => null, // a method of the same assembly: its own body is scanned
    };

    private CallSite? Describe(MemberReference member, string caller, bool pushedFalse) =>
        member.GetKind() != MemberReferenceKind.Method
            ? null
            : new CallSite(
                caller,
                TypeName(member.Parent) + "::" + _metadata.GetString(member.Name),
                member.DecodeMethodSignature(Names, null).ParameterTypes,
                pushedFalse);

    private string TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Names.GetTypeFromReference(_metadata, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeDefinition => Names.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeSpecification => Names.GetTypeFromSpecification(
            _metadata, null, (TypeSpecificationHandle)handle, 0),
        _ => "?",
    };

    private string AttributeType(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference => TypeName(
            _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent),
        _ => TypeName(_metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()),
    };

    private string FullName(MethodDefinition method) =>
        Names.GetTypeFromDefinition(_metadata, method.GetDeclaringType(), 0) + "::" + _metadata.GetString(method.Name);
}
