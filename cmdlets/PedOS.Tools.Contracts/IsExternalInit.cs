// The compiler asks for this type by name to allow init accessors; netstandard2.0 does not have it.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
