using System.Globalization;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Demo;

/// <summary>What the scenes play on: the guest, its dom0, and the lines a person reads.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const int LabelWidth = 34;

    private readonly Action<string> _write;
    private readonly bool _colour;

    public Stage(Action<string> write, bool colour)
    {
        _write = write;
        _colour = colour;
        Guest = new GuestUnderTest(new Dom0Options { Policy = request => Policy(request) });
    }

    /// <summary>The guest; the first scene starts it.</summary>
    public GuestUnderTest Guest { get; }

    /// <summary>Policy of dom0; a scene sets what it needs.</summary>
    public Func<ServiceRequest, PolicyAnswer> Policy { get; set; } = static _ => PolicyAnswer.Refuse;

    /// <summary>Claims made so far.</summary>
    public int Checks { get; private set; }

    /// <summary>Claims that did not hold.</summary>
    public int Failures { get; private set; }

    /// <summary>A line of text.</summary>
    public void Line(string text = "") => _write(text);

    /// <summary>Something worth seeing that is not a claim: what was typed, what came back.</summary>
    public void Show(string label, string text) => _write($"   {label.PadRight(LabelWidth)}      {text}");

    /// <summary>A claim, and whether it holds.</summary>
    public void Check(string label, bool holds, string detail)
    {
        Checks++;
        Failures += holds ? 0 : 1;
        string verdict = holds ? Paint("ok  ", 32) : Paint("FAIL", 31);
        _write($"   {label.PadRight(LabelWidth)} {verdict} {detail}");
    }

    /// <summary>A claim that two values are the same.</summary>
    public void CheckEqual<T>(string label, T expected, T actual, string? detail = null)
    {
        bool same = EqualityComparer<T>.Default.Equals(expected, actual);
        Check(label, same, same ? detail ?? $"{actual}" : $"expected {expected}, got {actual}");
    }

    /// <summary>A scene broke off.</summary>
    public void Fail(Exception exception) =>
        Check("scene broke off", false, $"{exception.GetType().Name}: {exception.Message}");

    /// <summary>Milliseconds for people.</summary>
    public static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    /// <summary>A rate for people.</summary>
    public static string Rate(long bytes, TimeSpan time) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes / 1e6:0} MB in {time.TotalSeconds:0.00} s, {bytes / 1e6 / time.TotalSeconds:0} MB/s");

    public ValueTask DisposeAsync() => Guest.DisposeAsync();

    private string Paint(string text, int colour) =>
        _colour ? string.Create(CultureInfo.InvariantCulture, $"\u001b[{colour}m{text}\u001b[0m") : text;
}
