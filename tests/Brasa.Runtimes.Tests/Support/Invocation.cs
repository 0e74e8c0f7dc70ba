using System.Text;

namespace Brasa.Runtimes.Tests.Support;

/// <summary>One event and the headers that come with it.</summary>
internal sealed record Invocation(ReadOnlyMemory<byte> Event, IReadOnlyDictionary<string, string> Headers)
{
    public const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private static int s_count;

    public string RequestId => Headers["Lambda-Runtime-Aws-Request-Id"];

    public static Invocation Of(string payload, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new Dictionary<string, string>
        {
            ["Lambda-Runtime-Aws-Request-Id"] = $"00000000-0000-0000-0000-{Interlocked.Increment(ref s_count):d12}",
            ["Lambda-Runtime-Deadline-Ms"] = DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds().ToString(),
            ["Lambda-Runtime-Invoked-Function-Arn"] = Arn,
        };
        foreach ((string name, string value) in headers)
        {
            all[name] = value;
        }

        return new Invocation(Encoding.UTF8.GetBytes(payload), all);
    }
}
