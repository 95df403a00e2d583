namespace PedOS.Abi.Tests;

/// <summary>Declarations beside headers.</summary>
public sealed class AbiComparison
{
    private const string CLibrary = "libc";

    private readonly AbiNames _names;
    private readonly Dictionary<string, long> _said;
    private readonly List<string> _findings = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    private AbiComparison(AbiDeclarations declared, AbiNames names, AbiHeaders headers)
    {
        _names = names;
        _said = headers.Ask([
            .. declared.Functions.SelectMany(Questions),
            .. declared.Structs.SelectMany(s => names.Structs.TryGetValue(s.Owner, out AbiStructName? name)
                ? Questions(name) : []),
            .. declared.Constants.Select(Expression).Where(static e => e.Length > 0),
        ]);
    }

    /// <summary>What does not agree, or is not on the list of what cannot be asked.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How much agrees.</summary>
    public int Agreed { get; private set; }

    /// <summary>Compares.</summary>
    public static AbiComparison Of(AbiDeclarations declared, AbiNames names, AbiHeaders headers)
    {
        AbiComparison comparison = new(declared, names, headers);
        foreach (AbiFunction function in declared.Functions)
        {
            comparison.Compare(function);
        }

        foreach (AbiStruct structure in declared.Structs)
        {
            comparison.Compare(structure);
        }

        foreach (AbiConstant constant in declared.Constants)
        {
            comparison.Compare(constant);
        }

        // A list that grows only: what is known, or gone, has to be taken off.
        comparison._findings.AddRange(names.Unknown.Keys
            .Where(name => !comparison._unknown.Contains(name))
            .Select(static name => $"{name} is on the list of what is unknown, and is not"));
        comparison._findings.AddRange(names.Structs.Keys
            .Except(declared.Structs.Select(static s => s.Owner), StringComparer.Ordinal)
            .Select(static name => $"{name} is in the table of structures, and nowhere else"));
        return comparison;
    }

    private static IEnumerable<string> Questions(AbiFunction function) =>
    [
        Count(function), More(function), Result(function),
        .. function.Parameters.Select((_, i) => Parameter(function, i)),
    ];

    private static IEnumerable<string> Questions(AbiStructName name) =>
    [
        $"sizeof({name.Name})",
        .. name.Fields.Split(' ').SelectMany(field => (string[])[Offset(name, field), Size(name, field)]),
    ];

    private static string Count(AbiFunction function) => $"sig_n(&{function.Name})";

    private static string More(AbiFunction function) => $"sig_v(&{function.Name})";

    private static string Result(AbiFunction function) => $"sig_r(&{function.Name})";

    private static string Parameter(AbiFunction function, int index) => $"sig_p<{index}>(&{function.Name})";

    private static string Offset(AbiStructName name, string field) => $"offsetof({name.Name}, {field})";

    private static string Size(AbiStructName name, string field) => $"sizeof((({name.Name}*)0)->{field})";

    private string Expression(AbiConstant constant) =>
        _names.Constants.GetValueOrDefault($"{constant.Owner}.{constant.Name}", constant.Name);

    private void Compare(AbiFunction function)
    {
        string where = $"{function.Owner}.{function.Name}";
        if (function.Library != CLibrary && !AbiHeaders.Exports(function.Library).Contains(function.Name))
        {
            IsUnknown($"{function.Library}!{function.Name}");
        }

        if (!_said.TryGetValue(Count(function), out long count))
        {
            IsUnknown(function.Name);
            return;
        }

        bool takesMore = _said[More(function)] != 0 && function.Parameters.Count > count;
        if (!takesMore && !Same($"{where}: parameters", function.Parameters.Count, count))
        {
            return;
        }

        _ = Same($"{where}: bytes of the result", function.Result, _said[Result(function)]);
        for (int i = 0; i < Math.Min(function.Parameters.Count, count); i++)
        {
            _ = Same($"{where}: bytes of parameter {i}", function.Parameters[i], _said[Parameter(function, i)]);
        }
    }

    private void Compare(AbiStruct structure)
    {
        if (!_names.Structs.TryGetValue(structure.Owner, out AbiStructName? name))
        {
            _findings.Add($"{structure.Owner} is not in the table of structures");
            return;
        }

        if (!_said.TryGetValue($"sizeof({name.Name})", out long size))
        {
            IsUnknown(name.Name);
            return;
        }

        if (!name.IsPart)
        {
            _ = Same($"{structure.Owner}: bytes of {name.Name}", structure.Size, size);
        }

        string[] fields = name.Fields.Split(' ');
        if (!Same($"{structure.Owner}: fields in the table of structures", structure.Fields.Count, fields.Length))
        {
            return;
        }

        foreach ((AbiField field, string native) in structure.Fields.Zip(fields))
        {
            string where = $"{structure.Owner}.{field.Name}";
            if (!_said.TryGetValue(Offset(name, native), out long offset))
            {
                IsUnknown($"{name.Name}.{native}");
                continue;
            }

            _ = Same($"{where}: offset of {native}", field.Offset, offset);
            _ = Same($"{where}: bytes of {native}", field.Size, _said[Size(name, native)]);
        }
    }

    private void Compare(AbiConstant constant)
    {
        string expression = Expression(constant);
        if (!_said.TryGetValue(expression, out long value))
        {
            IsUnknown(expression.Length == 0 ? constant.Name : expression);
            return;
        }

        // The bits that its type has: whether they are taken for a negative number is a matter of that type.
        long mask = constant.Size >= sizeof(long) ? -1 : (1L << (8 * constant.Size)) - 1;
        _ = Same($"{constant.Owner}.{constant.Name}: value", constant.Value & mask, value & mask);
    }

    // A library as a whole is LIBRARY!.
    private void IsUnknown(string name)
    {
        string library = name[..(name.IndexOf('!', StringComparison.Ordinal) + 1)];
        if (library.Length > 0 && _names.Unknown.ContainsKey(library))
        {
            _unknown.Add(library);
            return;
        }

        if (!_names.Unknown.ContainsKey(name))
        {
            _findings.Add($"{name} is unknown to the headers, and not on the list of such");
        }

        _unknown.Add(name);
    }

    private bool Same(string what, long ours, long theirs)
    {
        if (ours != theirs && _names.Unknown.ContainsKey(what))
        {
            _unknown.Add(what);
            return true;
        }

        if (ours != theirs)
        {
            _findings.Add($"{what}: {ours} here, {theirs} in the headers");
            return false;
        }

        Agreed++;
        return true;
    }
}
