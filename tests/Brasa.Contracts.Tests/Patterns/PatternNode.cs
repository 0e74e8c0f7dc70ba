namespace Brasa.Contracts.Tests.Patterns;

/// <summary>A part of a pattern: what it matches, and what texts it matches are made of.</summary>
internal abstract record PatternNode
{
    /// <summary>No text that it matches is shorter.</summary>
    public virtual int Shortest => 0;

    /// <summary>Where matches that begin at any of <paramref name="starts"/> may end.</summary>
    public abstract HashSet<int> Ends(string text, HashSet<int> starts);

    /// <summary>One of the ways through it, chosen at random; assertions are left to be checked afterwards.</summary>
    public abstract IEnumerable<Run> Expand(Random random);
}

/// <summary>Between <paramref name="Min"/> and <paramref name="Max"/> characters of a set.</summary>
internal sealed record Run(CharSet Set, int Min, int Max);

/// <summary>One character.</summary>
internal sealed record CharNode(CharSet Set) : PatternNode
{
    public override int Shortest => 1;

    public override HashSet<int> Ends(string text, HashSet<int> starts) =>
        [.. starts.Where(start => start < text.Length && Set.Contains(text[start])).Select(start => start + 1)];

    public override IEnumerable<Run> Expand(Random random) => [new Run(Set, 1, 1)];
}

/// <summary>One part after the other.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override int Shortest { get; } = Parts.Sum(part => part.Shortest);

    public override HashSet<int> Ends(string text, HashSet<int> starts) => Parts.Aggregate(starts, (at, part) => part.Ends(text, at));

    public override IEnumerable<Run> Expand(Random random) => Parts.SelectMany(part => part.Expand(random));
}

/// <summary>One of several.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Choices) : PatternNode
{
    public override int Shortest { get; } = Choices.Min(choice => choice.Shortest);

    public override HashSet<int> Ends(string text, HashSet<int> starts) => [.. Choices.SelectMany(choice => choice.Ends(text, starts))];

    public override IEnumerable<Run> Expand(Random random) => Choices[random.Next(Choices.Count)].Expand(random);
}

/// <summary>The same some times over; without end where <paramref name="Max"/> is <see cref="int.MaxValue"/>.</summary>
internal sealed record RepeatNode(PatternNode Part, int Min, int Max) : PatternNode
{
    private const int MostExtra = 2;

    public override int Shortest { get; } = Part.Shortest * Min;

    public override HashSet<int> Ends(string text, HashSet<int> starts) =>
        Part is CharNode single ? EndsOf(single.Set, text, starts) : EndsOfAny(text, starts);

    public override IEnumerable<Run> Expand(Random random)
    {
        if (Part is CharNode single)
            return [new Run(single.Set, Min, Max)];
        var times = random.Next(Min, Math.Min(Max - Min, MostExtra) + Min + 1);
        return Enumerable.Range(0, times).SelectMany(_ => Part.Expand(random));
    }

    private HashSet<int> EndsOf(CharSet set, string text, HashSet<int> starts)
    {
        var ends = new HashSet<int>();
        foreach (var start in starts)
        {
            var end = start;
            while (end < text.Length && end - start < Max && set.Contains(text[end]))
                end++;
            for (var i = start + Min; i <= end; i++)
                ends.Add(i);
        }
        return ends;
    }

    private HashSet<int> EndsOfAny(string text, HashSet<int> starts)
    {
        var ends = starts;
        for (var i = 0; i < Min; i++)
            ends = Part.Ends(text, ends);

        ends = [.. ends];
        var latest = ends;
        for (var i = Min; i < Max && latest.Count > 0; i++)
        {
            latest = [.. Part.Ends(text, latest).Where(end => !ends.Contains(end))];
            ends.UnionWith(latest);
        }
        return ends;
    }
}

/// <summary>The text's begin, or its end.</summary>
internal sealed record AnchorNode(bool IsEnd) : PatternNode
{
    public override HashSet<int> Ends(string text, HashSet<int> starts) => [.. starts.Where(start => start == (IsEnd ? text.Length : 0))];

    public override IEnumerable<Run> Expand(Random random) => [];
}

/// <summary>What must, or must not, come next or have come before.</summary>
internal sealed record LookNode(PatternNode Part, bool IsBehind, bool IsNegated) : PatternNode
{
    public override HashSet<int> Ends(string text, HashSet<int> starts) => [.. starts.Where(start => Sees(text, start) != IsNegated)];

    public override IEnumerable<Run> Expand(Random random) => [];

    private bool Sees(string text, int position) => IsBehind
        ? Part.Ends(text, [.. Enumerable.Range(0, position + 1)]).Contains(position)
        : Part.Ends(text, [position]).Count > 0;
}
