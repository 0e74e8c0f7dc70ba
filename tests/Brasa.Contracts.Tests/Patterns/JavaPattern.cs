using System.Collections.Concurrent;

namespace Brasa.Contracts.Tests.Patterns;

/// <summary>A model's pattern as Java understands it: matches texts, and makes texts that match or do not.</summary>
/// <remarks>Written apart from .NET's regular expressions and from what turns the models' patterns into them.</remarks>
internal sealed class JavaPattern
{
    private const int Attempts = 300;

    /// <summary>How much longer than it must be a text may become.</summary>
    private const int UsualExtra = 40;

    private static readonly ConcurrentDictionary<string, JavaPattern> Known = new();

    private readonly string text;
    private readonly PatternNode root;

    private JavaPattern(string text)
    {
        this.text = text;
        root = PatternParser.Parse(text);
    }

    public static JavaPattern Of(string text) => Known.GetOrAdd(text, static text => new JavaPattern(text));

    /// <summary>Whether the whole of <paramref name="candidate"/> matches.</summary>
    public bool Matches(string candidate) => root.Ends(candidate, [0]).Contains(candidate.Length);

    /// <summary>A text that matches and has a length between the bounds.</summary>
    /// <exception cref="NotSupportedException">None was found.</exception>
    public string Sample(Random random, int min, int max)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var runs = root.Expand(random).ToList();
            var (shortest, longest) = LengthsOf(runs);
            if (shortest > max || longest < min)
                continue;
            shortest = Math.Max(min, shortest);
            var length = random.NextInt64(shortest, Math.Min(shortest + UsualExtra, Math.Min(max, longest)) + 1);
            if (Build(runs, length, random) is var sample && Matches(sample))
                return sample;
        }
        throw new NotSupportedException(
            $"No text of {min} to {max} characters was found that matches {text}. Teach {nameof(JavaPattern)} to make one.");
    }

    /// <summary>A text of one length that matches, or <c>null</c> where none was found.</summary>
    public string? TrySample(Random random, int length)
    {
        for (var i = 0; i < Attempts && length >= root.Shortest; i++)
        {
            var runs = root.Expand(random).ToList();
            var (shortest, longest) = LengthsOf(runs);
            if (shortest <= length && length <= longest && Build(runs, length, random) is var sample && Matches(sample))
                return sample;
        }
        return null;
    }

    /// <summary>A text that does not match and has a length between the bounds, or <c>null</c> where none was found.</summary>
    public string? TryMismatch(Random random, int min, int max)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var candidate = Mutate(Sample(random, min, max), random);
            if (candidate.Length >= min && candidate.Length <= max && !Matches(candidate))
                return candidate;
        }
        return null;
    }

    /// <summary>A text that is near to one that matches, and often does not match itself.</summary>
    public string Near(Random random, int max) => Mutate(Sample(random, 0, max), random);

    private static string Mutate(string sample, Random random)
    {
        var at = random.Next(sample.Length + 1);
        var other = CharSet.PickAny(random).ToString();
        var end = Math.Min(at + 1, sample.Length);
        return random.Next(3) switch
        {
            0 => sample.Insert(at, other),
            1 => string.Concat(sample.AsSpan(0, at), other, sample.AsSpan(end)),
            _ => sample.Remove(at, end - at),
        };
    }

    private static (long Shortest, long Longest) LengthsOf(List<Run> runs) =>
        (runs.Sum(run => (long)run.Min), runs.Sum(run => (long)run.Max));

    private static string Build(List<Run> runs, long length, Random random)
    {
        var counts = runs.Select(run => run.Min).ToArray();
        var extra = length - counts.Sum();
        while (extra > 0)
        {
            var i = random.Next(runs.Count);
            var more = (int)Math.Min(random.NextInt64(1, extra + 1), runs[i].Max - counts[i]);
            counts[i] += more;
            extra -= more;
        }
        return string.Concat(runs.SelectMany((run, i) => Enumerable.Range(0, counts[i]).Select(_ => run.Set.Pick(random))));
    }
}
