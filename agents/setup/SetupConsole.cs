using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Windows.Logging;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>
/// Where the program speaks: a terminal, a file, or nowhere. The only place that writes there, and nothing of a machine
/// gets through it that could steer a terminal.
/// </summary>
internal sealed class SetupConsole : IDisposable
{
    private const int LeastWidth = 20;

    private readonly SetupOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly int _width;
    private int _shown;
    private volatile bool _isWaiting;

    /// <summary>Opens the streams of this process.</summary>
    /// <param name="options">What may be said.</param>
    public SetupConsole(SetupOptions options)
    {
        _options = options;
        _output = Writer(Console.OpenStandardOutput());
        _error = Writer(Console.OpenStandardError());
        if (options.IsAsking && OperatingSystem.IsWindows() && !Console.IsInputRedirected)
        {
            // Whole characters instead of bytes of the console's code page, which lacks those of some names.
            Console.InputEncoding = Encoding.Unicode;
        }

        _width = options.IsJson || options.IsQuiet || options.IsVerbose ? 0 : Width();
    }

    /// <summary>Shows how far an operation is; replaces what was shown before.</summary>
    public void Progress(string step, int number, int count)
    {
        if (_options.IsVerbose && !_options.IsJson)
        {
            _output.WriteLine(DisplayText.Line(step));
        }
        else if (_width > 0)
        {
            string safe = DisplayText.Line(step);
            string counted = string.Create(CultureInfo.InvariantCulture, $"[{number}/{count}] {safe}");
            string line = counted.Length > _width ? counted[.._width] : counted;
            _output.Write("\r" + line.PadRight(_shown));
            _shown = line.Length;
        }
    }

    /// <summary>Says a line on the way.</summary>
    public void Say(string line)
    {
        if (!_options.IsJson && !_options.IsQuiet)
        {
            EndProgress();
            _output.WriteLine(DisplayText.Line(line));
        }
    }

    /// <summary>
    /// Whether it waits for an answer: nothing has begun then, or all is over, and the program may end at once.
    /// </summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Shows lines to whoever has to choose.</summary>
    public void Show(string text)
    {
        EndProgress();
        _output.Write(DisplayText.Lines(text));
    }

    /// <summary>Asks for one line.</summary>
    /// <returns>The line without blanks around it; null when there will be no answer.</returns>
    public string? Ask(string question)
    {
        Show(question + " ");
        _isWaiting = true;
        try
        {
            return Console.In.ReadLine()?.Trim();
        }
        finally
        {
            _isWaiting = false;
        }
    }

    /// <summary>Says what came of it.</summary>
    public void End(SetupResult result)
    {
        if (_options.IsJson)
        {
            JsonValue record = JsonValue.Record(
            [
                new("verb", JsonValue.Of(_options.Verb is { } verb ? SetupOptions.Name(verb) : null)),
                new("exitCode", JsonValue.Of(result.Code)),
                .. result.Members.Select(static m => new KeyValuePair<string, JsonValue>(m.Name, m.Value)),
            ]);
            _output.Write(JsonText.Write(record, isIndented: true).TrimEnd('\n') + "\n");
            return;
        }

        EndProgress();
        if (!_options.IsQuiet && result.Text.Length > 0)
        {
            string text = DisplayText.Lines(result.Text);
            _output.Write(text.EndsWith('\n') ? text : text + "\n");
        }
    }

    /// <summary>Says what went wrong and what to do about it.</summary>
    public void Fail(int code, SetupError error, string message, string remedy)
    {
        EndProgress();
        if (_options.IsInstaller && OperatingSystem.IsWindows()
            && ExitCode.ForInstaller(code) is not (ExitCode.Done or ExitCode.RestartNeeded))
        {
            Report($"setup: {message} ({error}). {remedy}");
        }

        if (_options.IsJson)
        {
            JsonValue failure = JsonValue.Record(
                ("id", JsonValue.Of(error.ToString())),
                ("message", JsonValue.Of(message)),
                ("remedy", JsonValue.Of(remedy)));
            End(new SetupResult(code, "", [("error", failure)]));
            return;
        }

        _error.WriteLine(DisplayText.Lines($"setup: {message} ({error})"));
        _error.WriteLine(DisplayText.Lines($"setup: {remedy}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    // The Windows Installer shows nothing of what the programs say that it runs.
    [SupportedOSPlatform("windows")]
    private static void Report(string text)
    {
        try
        {
            using WindowsEventLog log = new(ProgramNames.Setup);
            log.Report(LogLevel.Error, text);
        }
        catch (IOException)
        {
            // The exit code says it too.
        }
    }

    // UTF-8 also where Windows has another code page: who reads a file of ours cannot know which one it was.
    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };

    // 0 when there is no terminal to write over.
    private static int Width()
    {
        try
        {
            return Console.IsOutputRedirected ? 0 : Math.Max(LeastWidth, Console.WindowWidth) - 1;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void EndProgress()
    {
        if (_shown > 0)
        {
            _output.Write("\r" + new string(' ', _shown) + "\r");
            _shown = 0;
        }
    }
}
