using System.Text;

namespace PedOS.Tools.Engine.Native;

/// <summary>
/// Starts programs whose standard input is a pipe, so that nothing is in it but what is written. .NET Framework, which
/// Windows PowerShell runs on, puts a writer with the encoding of the console around the pipe, and that writes the mark
/// of its encoding at once; a console that is set to UTF-8 has one. .NET takes the mark off.
/// </summary>
/// <param name="get">The encoding of the console's input.</param>
/// <param name="set">Sets it; fails where there is no console.</param>
internal sealed class ProgramInput(Func<Encoding> get, Action<Encoding> set)
{
    // What the console is set to is one thing for the whole process.
    private static readonly object Gate = new();

    /// <summary>That of this process.</summary>
    public static ProgramInput OfThisProcess { get; } =
        new(static () => Console.InputEncoding, static encoding => Console.InputEncoding = encoding);

    /// <summary>Starts a program.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="isNeeded">Whether a mark matters; if not, it is started with one when it has to be.</param>
    /// <exception cref="SetupException">A mark cannot be kept out of the input; nothing was started.</exception>
    public T Start<T>(Func<T> start, bool isNeeded)
    {
        lock (Gate)
        {
            Encoding former = get();
            if (former.GetPreamble().Length == 0)
            {
                return start();
            }

            try
            {
                set(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return !isNeeded ? start() : throw new SetupException(
                    SetupError.SystemRefused,
                    $"input cannot be sent from here: {former.WebName} marks would be put before it, "
                        + $"and that cannot be changed without a console ({e.Message})",
                    "Use a console window, or PowerShell 7.",
                    e);
            }

            try
            {
                return start();
            }
            finally
            {
                set(former);
            }
        }
    }
}
