namespace Brasa.Conformance.Tests.Support;

/// <summary>What a context object tells, whatever the language calls it: fields name, version, arn, memory, group, stream, request and left.</summary>
internal static class ContextShape
{
    public static void Check(Invocation invocation, string arn, string name, int memory, int timeoutMilliseconds)
    {
        var context = invocation.Json;
        Assert.Equal(name, (string?)context["name"]);
        Assert.Equal("$LATEST", (string?)context["version"]);
        Assert.Equal(arn, (string?)context["arn"]);
        Assert.Equal($"{memory}", (string?)context["memory"]);
        Assert.Equal($"/aws/lambda/{name}", (string?)context["group"]);
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", (string?)context["stream"]);
        Assert.Equal(invocation.Report.RequestId, (string?)context["request"]);
        Assert.InRange((int)context["left"]!, 1, timeoutMilliseconds);
    }
}
