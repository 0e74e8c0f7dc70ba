using System.Text;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Functions and events to test with.</summary>
internal static class Sample
{
    public static FunctionVersion Function(long generation = 1) => new()
    {
        Account = "123456789012",
        Region = "eu-west-1",
        Name = "hello",
        Generation = generation,
        RevisionId = "revision",
        LastModified = DateTimeOffset.UnixEpoch,
        Runtime = "python3.12",
        Handler = "app.handler",
        Role = "arn:aws:iam::123456789012:role/hello",
        CodeBlob = new string('a', 64),
        CodeSize = 100,
        TimeoutSeconds = 3,
        MemoryMiB = 1_769,
    };

    /// <summary>What boots before there is a function.</summary>
    public static SandboxSpec Boot { get; } = new()
    {
        Command = ["interpreter"],
        Environment = new Dictionary<string, string>(),
        Mounts = [new SandboxMount("/bootstrap", "/var/runtime")],
        Limits = new SandboxLimits { MemoryBytes = 1L << 30 },
    };

    public static WarmSandbox Warm(Interpreter interpreter) => new(interpreter, new FakeSlot(), Boot);

    public static PendingInvocation Event(string requestId = "11111111-1111-4111-8111-111111111111", LogTail? tail = null) => new()
    {
        RequestId = requestId,
        Payload = "{}"u8.ToArray(),
        InvokedArn = "arn:aws:lambda:eu-west-1:123456789012:function:hello",
        TraceId = "Root=1-0-0",
        Tail = tail,
    };

    public static InvocationOutcome Answer(string json = "1") => new InvocationOutcome.Completed(Encoding.UTF8.GetBytes(json));
}
