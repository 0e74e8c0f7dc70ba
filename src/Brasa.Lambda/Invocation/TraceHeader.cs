namespace Brasa.Lambda.Invocation;

/// <summary>An <c>X-Amzn-Trace-Id</c> for invocations that come with none.</summary>
/// <remarks>AWS X-Ray developer guide, "Tracing header".</remarks>
internal static class TraceHeader
{
    private const int UniqueBytes = 12;
    private const int ParentBytes = 8;

    public static string New(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[UniqueBytes + ParentBytes];
        Random.Shared.NextBytes(random);
        return $"Root=1-{now.ToUnixTimeSeconds():x8}-{Convert.ToHexStringLower(random[..UniqueBytes])};Parent={Convert.ToHexStringLower(random[UniqueBytes..])};Sampled=0";
    }
}
