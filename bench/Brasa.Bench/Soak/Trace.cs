namespace Brasa.Bench.Soak;

/// <summary>One function of the load: how often it is called, in bursts, and how long it holds its environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPython">Python, or else Node.js.</param>
/// <param name="MemoryMiB">Its memory.</param>
/// <param name="Rate">Calls a second, on average over bursts and pauses.</param>
/// <param name="Share">The part of the time that it is in a burst.</param>
/// <param name="Phase">Where its first cycle of burst and pause begins, from 0 to 1.</param>
/// <param name="Hold">What a call holds its environment for, on average.</param>
internal sealed record TraceFunction(string Name, bool IsPython, int MemoryMiB, double Rate, double Share, double Phase, TimeSpan Hold);

/// <summary>
/// A load as public traces of functions in clouds show it: few functions get most calls, most are called seldom, all in bursts, and what a call takes is
/// spread over orders of magnitude. The same for each run.
/// </summary>
/// <remarks>Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, describes such a trace.</remarks>
internal sealed class Trace(int functions, double callsPerSecond)
{
    private const int Seed = 20_201_117;

    /// <summary>A burst and the pause after it.</summary>
    private const double CycleSeconds = 30;
    private const double PopularityExponent = 1.2;

    private readonly Random random = new(Seed);

    public IReadOnlyList<TraceFunction> Functions => field ??= Draw();

    /// <summary>When a function is called next, in seconds from <paramref name="now"/>.</summary>
    public double NextCall(TraceFunction function, double now)
    {
        // Within its bursts it is called at a steady rate, at random; a call that falls into a pause moves to the next burst.
        var phase = (now / CycleSeconds) + function.Phase;
        var wait = Exponential(function.Share / function.Rate);
        var place = (phase % 1) + (wait / CycleSeconds);
        return place % 1 <= function.Share ? wait : wait + ((Math.Ceiling(place) - place) * CycleSeconds);
    }

    /// <summary>How long one call holds its environment: seconds.</summary>
    public double NextHold(TraceFunction function) => Math.Min(5, Exponential(function.Hold.TotalSeconds));

    private List<TraceFunction> Draw()
    {
        var weights = Enumerable.Range(1, functions).Select(rank => 1 / Math.Pow(rank, PopularityExponent)).ToList();
        var all = weights.Sum();
        return
        [
            .. weights.Select((weight, rank) => new TraceFunction(
                $"soak-{rank}", random.Next(10) < 7, random.Next(3) switch { 0 => 128, 1 => 256, _ => 512 }, callsPerSecond * weight / all,
                0.1 + (0.6 * random.NextDouble()), random.NextDouble(), TimeSpan.FromSeconds(0.005 * Math.Exp(3 * random.NextDouble())))),
        ];
    }

    private double Exponential(double mean) => -mean * Math.Log(1 - random.NextDouble());
}
