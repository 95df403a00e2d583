using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>One public type per file, and a file is named like the type it holds.</summary>
public static class TypeFileRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        IReadOnlyList<TypeDeclaration> types = TypeDeclaration.Of(file);
        int publicTypes = types.Count(static t => t.IsPublic);
        if (publicTypes > 1)
        {
            yield return $"{file.Path}: declares {publicTypes} public types";
        }

        // A partial type may add a word to the file name: Name.Part.cs.
        string expected = file.Name.Split('.')[0];
        TypeDeclaration? named = types.FirstOrDefault(t => t.Name == expected);
        if (types.Count > 0 && named is null)
        {
            yield return $"{file.Path}: declares {types[0].Name}";
        }
        else if (named is not null && publicTypes == 1 && !named.IsPublic)
        {
            yield return $"{file.Path}: is not named like its public type";
        }
    }
}
