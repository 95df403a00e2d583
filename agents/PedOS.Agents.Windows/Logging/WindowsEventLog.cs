using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Interop;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Windows.Logging;

/// <summary>Errors in the Application event log.</summary>
/// <param name="program">
/// Source of the events. A source that is not registered works too; Event Viewer then adds that it knows no
/// description.
/// </param>
public sealed class WindowsEventLog(string program) : IEventLog
{
    /// <summary>
    /// Event id of every message. The installer registers the sources with the message file of the system's
    /// EventCreate.exe, in which each id from 1 to 1000 is the text alone.
    /// </summary>
    public const uint EventId = 1;

    // Most UTF-16 units of a string of an event (ReportEvent).
    private const int MaxText = 31839;

    private EventSourceHandle? _source;

    /// <inheritdoc/>
    public LogLevel Least => LogLevel.Error;

    /// <inheritdoc/>
    public unsafe void Report(LogLevel level, string text)
    {
        _source ??= Register();
        ushort type = level switch
        {
            LogLevel.Error => Advapi32.EVENTLOG_ERROR_TYPE,
            LogLevel.Warning => Advapi32.EVENTLOG_WARNING_TYPE,
            _ => Advapi32.EVENTLOG_INFORMATION_TYPE,
        };
        fixed (char* first = Escape(text))
        {
            char* strings = first;
            if (!Advapi32.ReportEvent(_source, type, 0, EventId, 0, 1, 0, &strings, 0))
            {
                int error = Marshal.GetLastPInvokeError();

                // The service of the event log may have been restarted.
                Dispose();
                throw new IOException($"the event log does not take events of {program}", new Win32Exception(error));
            }
        }
    }

    /// <summary>
    /// Keeps a percent sign and a digit apart: Event Viewer would take them for a place to insert something.
    /// </summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text, 0, Math.Min(text.Length, MaxText - 1), text.Length + 8);
        for (int i = escaped.Length - 2; i >= 0; i--)
        {
            if (escaped[i] == '%' && (char.IsAsciiDigit(escaped[i + 1]) || escaped[i + 1] == '%'))
            {
                escaped.Insert(i + 1, ' ');
            }
        }

        return escaped.Length <= MaxText ? escaped.ToString() : escaped.ToString(0, MaxText);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source?.Dispose();
        _source = null;
    }

    private EventSourceHandle Register()
    {
        EventSourceHandle source = Advapi32.RegisterEventSource(null, program);
        return !source.IsInvalid
            ? source
            : throw new IOException(
                $"the event source {program} cannot be opened", new Win32Exception(Marshal.GetLastPInvokeError()));
    }
}
