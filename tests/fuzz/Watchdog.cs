namespace PedOS.Fuzz;

/// <summary>Ends the program when one input keeps a parser busy for too long: that is a finding too.</summary>
public sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Timer _timer;
    private FuzzInput? _last;

    public Watchdog(Func<FuzzInput?> current) => _timer = new Timer(
        _ =>
        {
            FuzzInput? input = current();
            if (input is not null && ReferenceEquals(input, _last))
            {
                Console.WriteLine($"{input}\nno end after {Limit.TotalSeconds} s");
                Environment.Exit(1);
            }

            _last = input;
        },
        null,
        Limit,
        Limit);

    public void Dispose() => _timer.Dispose();
}
