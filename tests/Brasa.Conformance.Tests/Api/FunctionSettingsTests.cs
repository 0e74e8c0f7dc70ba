using System.Runtime.InteropServices;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>Settings that are more than a value: what they need, what they bring with them, and how they are taken back.</summary>
public sealed class FunctionSettingsTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "configured";

    private string Queue => $"arn:aws:sqs:us-east-1:{Lambda.Account}:lost";

    [Fact]
    public async Task A_dead_letter_target_is_a_queue_or_a_topic_and_goes_when_it_is_emptied()
    {
        await CreateAsync();
        Assert.Equal(Queue, (string?)(await UpdatedAsync(new { FunctionName = Name, DeadLetterConfig = new { TargetArn = Queue } }))["DeadLetterConfig"]!["TargetArn"]);
        Assert.Equal(Queue, (string?)(await UpdatedAsync(new { FunctionName = Name, Description = "kept" }))["DeadLetterConfig"]!["TargetArn"]);
        Assert.Null((await UpdatedAsync(new { FunctionName = Name, DeadLetterConfig = new { TargetArn = "" } }))["DeadLetterConfig"]);
        IsInvalid(await UpdateAsync(new { FunctionName = Name, DeadLetterConfig = new { TargetArn = "arn:aws:s3:::bucket" } }));
    }

    [Fact]
    public async Task Log_levels_come_and_go_with_the_JSON_format()
    {
        await CreateAsync();
        IsInvalid(await UpdateAsync(new { FunctionName = Name, LoggingConfig = new { ApplicationLogLevel = "WARN" } }));
        var json = (await UpdatedAsync(new { FunctionName = Name, LoggingConfig = new { LogFormat = "JSON", ApplicationLogLevel = "WARN" } }))["LoggingConfig"]!;
        Assert.Equal(("JSON", "WARN", "INFO"), ((string?)json["LogFormat"], (string?)json["ApplicationLogLevel"], (string?)json["SystemLogLevel"]));

        var text = (await UpdatedAsync(new { FunctionName = Name, LoggingConfig = new { LogFormat = "Text" } }))["LoggingConfig"]!.AsObject();
        Assert.False(text.ContainsKey("ApplicationLogLevel"));
        Assert.Equal("INFO", (string?)(await UpdatedAsync(new { FunctionName = Name, LoggingConfig = new { LogFormat = "JSON" } }))["LoggingConfig"]!["ApplicationLogLevel"]);
    }

    [Fact]
    public async Task SnapStart_is_stored_for_runtimes_that_have_it()
    {
        await CreateAsync();
        var published = new { FunctionName = Name, SnapStart = new { ApplyOn = "PublishedVersions" } };
        if (new Version(Server.Python["python".Length..]) >= new Version(3, 12))
            Assert.Equal("""{"ApplyOn":"PublishedVersions","OptimizationStatus":"Off"}""", (await UpdatedAsync(published))["SnapStart"]!.ToJsonString());

        await Lambda.CreateAsync("node", Node("exports.handler = async () => 1;"));
        (await UpdateAsync(new { FunctionName = "node", SnapStart = new { ApplyOn = "PublishedVersions" } }))
            .IsRefused(400, "InvalidParameterValueException", $"{Server.Node} is not supported for SnapStart enabled functions.");
    }

    [Fact]
    public async Task Code_for_another_processor_is_refused_when_it_is_to_run()
    {
        var other = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "x86_64" : "arm64";
        await CreateAsync();
        var updated = (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Python("def handler(event, context): return 2").Package, Architectures = new[] { other } })).Succeeded();
        Assert.Equal(other, (string?)updated.Result["Architectures"]![0]);
        await Lambda.SettledAsync(Name);

        var emulated = File.Exists($"/proc/sys/fs/binfmt_misc/qemu-{(other == "arm64" ? "aarch64" : "x86_64")}");
        var answer = await Lambda.CallAsync("Invoke", new { FunctionName = Name });
        Assert.Equal(emulated ? (200, null) : (502, "InvalidRuntimeException"), (answer.Status, answer.Code));
    }

    private Task CreateAsync() => Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));

    private static void IsInvalid(Answer answer) => Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.Code));

    private Task<Answer> UpdateAsync(object request) => Lambda.CallAsync("UpdateFunctionConfiguration", request);

    private async Task<System.Text.Json.Nodes.JsonObject> UpdatedAsync(object request)
    {
        var answer = (await UpdateAsync(request)).Succeeded();
        await Lambda.SettledAsync(Name);
        return answer.Result;
    }
}
