using System.Diagnostics;

namespace PedOS.Fuzz;

/// <summary>Runs one target until it has had enough or something is found.</summary>
public sealed class FuzzRun(FuzzTarget target, ulong seed, TextWriter output)
{
    private readonly Mutator _mutator = new(Corpus.Load(target.Name));
    private readonly int _corpusSize = Corpus.Load(target.Name).Count;

    /// <summary>The input under test, for whoever watches from another thread.</summary>
    public FuzzInput? Current { get; private set; }

    /// <summary>Runs a number of iterations.</summary>
    /// <returns>Whether nothing was found.</returns>
    public bool ForIterations(long iterations) => Run((iteration, _) => iteration < iterations);

    /// <summary>Runs for a time, at least the corpus.</summary>
    /// <returns>Whether nothing was found.</returns>
    public bool For(TimeSpan time) => Run((iteration, elapsed) => iteration < _corpusSize || elapsed < time);

    private bool Run(Func<long, TimeSpan, bool> goOn)
    {
        if (_corpusSize == 0)
        {
            output.WriteLine($"{target.Name}: no corpus");
            return false;
        }

        long started = Stopwatch.GetTimestamp();
        long iteration = 0;
        for (; goOn(iteration, Stopwatch.GetElapsedTime(started)); iteration++)
        {
            byte[] input = _mutator.Make(new FuzzRandom(target.Name, seed, iteration), iteration);
            Current = new FuzzInput(target.Name, seed, iteration, input);
            try
            {
                target.Run(input);
            }
            catch (Exception e)
            {
                // Whatever it is, it is the finding.
                output.WriteLine(Current.ToString());
                output.WriteLine(e.ToString());
                return false;
            }
        }

        output.WriteLine($"{target.Name}: {iteration} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        return true;
    }
}
