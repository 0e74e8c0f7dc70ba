namespace Brasa.Contracts.Tests.Samples;

/// <summary>Where randomness begins: the same for the same name on every run and machine.</summary>
internal static class Seeds
{
    public static IEnumerable<int> For(string name)
    {
        // FNV-1a, as a string's own hash differs between runs.
        var hash = name.Aggregate(2_166_136_261u, (hash, character) => (hash ^ character) * 16_777_619u);
        return Enumerable.Range(0, int.MaxValue).Select(round => (int)((hash + (uint)round) & int.MaxValue));
    }
}
