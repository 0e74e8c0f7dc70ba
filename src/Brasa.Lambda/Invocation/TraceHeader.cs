using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Brasa.Lambda.Invocation;

/// <summary>The <c>X-Amzn-Trace-Id</c> of an invocation: the chain of requests it belongs to, and how often functions have run in that chain already.
/// SDKs inside functions send it on, which is how a loop of functions is seen.</summary>
/// <remarks>AWS X-Ray developer guide, "Tracing header"; AWS Lambda developer guide, "Use Lambda recursive loop detection to prevent infinite loops".</remarks>
internal readonly record struct TraceHeader
{
    /// <summary>Longer ones are none of Lambda's or of an SDK's.</summary>
    private const int MostLength = 1_024;

    /// <summary>Functions of a chain that are remembered; of more, those that have been in it longest are forgotten.</summary>
    private const int MostFunctions = 16;

    private const int UniqueBytes = 12;
    private const int ParentBytes = 8;

    /// <summary>The header for the runtime.</summary>
    public required string Value { get; init; }

    /// <summary>How often the function has been invoked in this chain before.</summary>
    public required int Hops { get; init; }

    /// <summary>The header of an invocation.</summary>
    /// <param name="incoming">What the caller sent, if anything; what is no such header is taken for nothing.</param>
    /// <param name="function">The function's name among those of a chain, from <see cref="NameOf"/>.</param>
    /// <param name="now">The time.</param>
    public static TraceHeader Continue(string? incoming, string function, DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[UniqueBytes + ParentBytes];
        Random.Shared.NextBytes(random);
        var parent = Convert.ToHexStringLower(random[UniqueBytes..]);
        var (root, sampled, lineage) = Read(incoming);
        root ??= $"1-{now.ToUnixTimeSeconds():x8}-{Convert.ToHexStringLower(random[..UniqueBytes])}";

        var hops = 0;
        if (lineage is null) return new TraceHeader { Value = $"Root={root};Parent={parent};Sampled={sampled};Lineage={function}:1", Hops = hops };

        var chain = ReadLineage(lineage);
        var own = chain.FindIndex(entry => entry.Function == function);
        if (own >= 0)
        {
            hops = chain[own].Count;
            chain.RemoveAt(own);
        }

        chain.Add((function, hops + 1));
        var kept = chain.TakeLast(MostFunctions).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Function}:{entry.Count}"));
        return new TraceHeader { Value = $"Root={root};Parent={parent};Sampled={sampled};Lineage={string.Join('|', kept)}", Hops = hops };
    }

    /// <summary>A function's name in a chain: eight hexadecimal digits.</summary>
    public static string NameOf(string arn) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arn)).AsSpan(0, 4));

    private static (string? Root, char Sampled, string? Lineage) Read(string? incoming)
    {
        if (incoming is null || incoming.Length > MostLength || !incoming.All(IsAllowed)) return (null, '0', null);

        string? root = null, lineage = null;
        var sampled = '0';
        foreach (var field in incoming.Split(';'))
        {
            if (field.StartsWith("Root=", StringComparison.Ordinal)) root = field[5..];
            else if (field.StartsWith("Lineage=", StringComparison.Ordinal)) lineage = field[8..];
            else if (field == "Sampled=1") sampled = '1';
        }

        return (root, sampled, lineage);
    }

    private static List<(string Function, int Count)> ReadLineage(string lineage)
    {
        var chain = new List<(string, int)>();
        foreach (var entry in lineage.Split('|'))
        {
            if (entry.Split(':') is [var name, var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times)) chain.Add((name, times));
        }

        return chain;
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '=' or ';' or ':' or '|' or '-' or '_' or '.';
}
