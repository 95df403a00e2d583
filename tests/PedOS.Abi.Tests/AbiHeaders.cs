using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PedOS.Abi.Tests;

/// <summary>What headers of C say, asked of the compiler that knows the rules of their system: clang.</summary>
/// <param name="header">The file with the includes, beside this program.</param>
/// <param name="options">Options of the compiler: for which system, and where its headers are.</param>
public sealed partial class AbiHeaders(string header, params IReadOnlyList<string> options)
{
    private const string Compiler = "clang++";
    private const string WindowsRoot = "/usr/x86_64-w64-mingw32";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // sig_n, sig_r, sig_p, sig_v: how many parameters a function has, bytes of its result and of a parameter (-1 when
    // it has no such), and whether it takes more than it names.
    private const string Helpers = """
        #include <stddef.h>
        template<class T> struct bytes { enum : long long { of = sizeof(T) }; };
        template<> struct bytes<void> { enum : long long { of = 0 }; };
        template<class R, class... A> constexpr long long sig_n(R(*)(A...)) { return sizeof...(A); }
        template<class R, class... A> constexpr long long sig_n(R(*)(A..., ...)) { return sizeof...(A); }
        template<class R, class... A> constexpr long long sig_v(R(*)(A...)) { return 0; }
        template<class R, class... A> constexpr long long sig_v(R(*)(A..., ...)) { return 1; }
        template<class R, class... A> constexpr long long sig_r(R(*)(A..., ...)) { return bytes<R>::of; }
        template<int I, class R, class... A> constexpr long long sig_p(R(*)(A..., ...)) {
            long long all[] = { (long long)sizeof(A)..., 0 };
            return I < sizeof...(A) ? all[I] : -1;
        }
        template<class R, class... A> constexpr long long sig_r(R(*)(A...)) { return bytes<R>::of; }
        template<int I, class R, class... A> constexpr long long sig_p(R(*)(A...)) {
            long long all[] = { (long long)sizeof(A)..., 0 };
            return I < sizeof...(A) ? all[I] : -1;
        }
        """;

    /// <summary>The headers of Windows, as mingw-w64 has them.</summary>
    public static AbiHeaders Windows { get; } = new(
        "windows-calls.h", "--target=x86_64-w64-windows-gnu", "-isystem", WindowsRoot + "/include");

    /// <summary>The headers of the C library of this machine.</summary>
    public static AbiHeaders Linux { get; } = new("linux-calls.h");

    /// <summary>Why they cannot be asked; null when they can.</summary>
    public static string? MissingReason =>
        !OnPath(Compiler) ? "there is no clang (./build.sh setup, as root)"
        : !File.Exists(WindowsRoot + "/include/windows.h") ? "there is no mingw-w64 (./build.sh setup, as root)"
        : !File.Exists("/usr/include/unistd.h") ? "there are no headers of the C library (libc6-dev)"
        : null;

    /// <summary>Functions that a system library has, as its import library lists them.</summary>
    /// <param name="library">Its name without an extension.</param>
    /// <returns>Empty when there is no import library of the name.</returns>
    public static IReadOnlySet<string> Exports(string library)
    {
        string path = $"{WindowsRoot}/lib/lib{library}.a";
        return File.Exists(path) ? ImportLibrary.Symbols(File.ReadAllBytes(path)) : new HashSet<string>();
    }

    /// <summary>Asks for the values of constant expressions.</summary>
    /// <param name="expressions">
    /// Expressions of C++; those that begin with <c>sig_</c> ask about functions.
    /// </param>
    /// <returns>Their values; those that the headers do not know are left out.</returns>
    public Dictionary<string, long> Ask(IEnumerable<string> expressions)
    {
        string[] asked = [.. expressions.Distinct(StringComparer.Ordinal)];
        HashSet<int> unknown = [];
        string code = Compile(asked, unknown);
        foreach (Match error in Error().Matches(code))
        {
            unknown.Add(int.Parse(error.Groups[1].Value, CultureInfo.InvariantCulture) - 1);
        }

        if (unknown.Count > 0)
        {
            code = Compile(asked, unknown);
        }

        Dictionary<string, long> values = new(StringComparer.Ordinal);
        foreach (Match value in Value().Matches(code))
        {
            int index = int.Parse(value.Groups[1].Value, CultureInfo.InvariantCulture);
            values[asked[index]] = long.Parse(value.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        return values.Count + unknown.Count == asked.Length
            ? values
            : throw new InvalidOperationException($"{values.Count} of {asked.Length} were answered: {code}");
    }

    // The line of a question is its number.
    private string Compile(string[] asked, HashSet<int> left)
    {
        StringBuilder source = new($"{Helpers}\nextern \"C\" {{\n#line 1 \"questions\"\n");
        for (int i = 0; i < asked.Length; i++)
        {
            string line = left.Contains(i) ? "" : $"extern const long long q_{i} = (long long)({asked[i]});";
            source.Append(line).Append('\n');
        }

        source.Append("}\n");
        ProcessStartInfo start = new(Compiler)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string option in (IEnumerable<string>)
            [
                "-x", "c++", "-std=c++20", "-w", "-ferror-limit=0", "-fno-caret-diagnostics", .. options,
                "-include", Path.Join(AppContext.BaseDirectory, header), "-S", "-emit-llvm", "-o", "-", "-",
            ])
        {
            start.ArgumentList.Add(option);
        }

        using Process clang = Process.Start(start)!;
        Task<string> output = clang.StandardOutput.ReadToEndAsync();
        Task<string> errors = clang.StandardError.ReadToEndAsync();
        clang.StandardInput.Write(source.ToString());
        clang.StandardInput.Close();
        if (!clang.WaitForExit(Patience))
        {
            clang.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Compiler} does not end");
        }

        return output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Join(folder, program)));

    [GeneratedRegex(@"^questions:(\d+):\d+: error", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    [GeneratedRegex(@"^@q_(\d+) = .*constant i64 (-?\d+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
