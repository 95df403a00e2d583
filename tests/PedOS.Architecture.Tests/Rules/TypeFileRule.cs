using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// One public type per file, and a file is named like the type it holds. A closed family of records and their enums may
/// share one, named <c>Xs</c> after its record X, or <c>XModel</c> when every name begins with X: what is read together
/// stands together.
/// </summary>
public static class TypeFileRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        IReadOnlyList<TypeDeclaration> types = TypeDeclaration.Of(file);
        int publicTypes = types.Count(static t => t.IsPublic);
        if (publicTypes > 1)
        {
            if (!IsFamily(file.Name, types))
            {
                yield return $"{file.Path}: declares {publicTypes} public types";
            }

            yield break;
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

    private static bool IsFamily(string file, IReadOnlyList<TypeDeclaration> types)
    {
        const string Model = "Model";
        string name = Path.GetFileNameWithoutExtension(file);
        bool isPlural = name.EndsWith('s') && types.Any(t => t.Name == name[..^1]);
        bool isModel = name.EndsWith(Model, StringComparison.Ordinal)
            && types.All(t => t.Name.StartsWith(name[..^Model.Length], StringComparison.Ordinal));
        return (isPlural || isModel) && types.All(static t => t.IsPublic && t.IsData);
    }
}
