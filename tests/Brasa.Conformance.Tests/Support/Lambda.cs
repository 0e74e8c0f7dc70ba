using System.Text;

namespace Brasa.Conformance.Tests.Support;

/// <summary>An account's Lambda in one region, through one SDK.</summary>
internal sealed class Lambda(SdkDriver sdk, Keys keys, string account, string region = "us-east-1")
{
    /// <summary>An account where signatures are not verified.</summary>
    public Lambda(SdkDriver sdk, string account, string region = "us-east-1")
        : this(sdk, new Keys(account, "secret"), account, region)
    {
    }

    public string Account { get; } = account;

    public string Region { get; } = region;

    public string Role => $"arn:aws:iam::{Account}:role/lambda-ex";

    /// <summary>The account's logs in the region.</summary>
    public AwsClient Logs { get; } = new(sdk, "logs", keys, region);

    public AwsClient Queues { get; } = new(sdk, "sqs", keys, region);

    public Lambda In(string otherRegion) => new(sdk, keys, Account, otherRegion);

    public string ArnOf(string name) => $"arn:aws:lambda:{Region}:{Account}:function:{name}";

    public Task<Answer> CallAsync(string operation, object parameters) => sdk.CallAsync("lambda", keys, Region, operation, parameters);

    /// <summary>Creates a function of one file, and waits until it is active.</summary>
    public async Task CreateAsync(string name, FunctionSource source, object? environment = null, int timeout = 30, int? memory = null)
    {
        (await CallAsync("CreateFunction", new
        {
            FunctionName = name,
            source.Runtime,
            source.Handler,
            Role,
            Code = new { ZipFile = source.Package },
            Timeout = timeout,
            MemorySize = memory,
            Environment = environment is null ? null : new { Variables = environment },
        })).Succeeded();
        await SettledAsync(name);
    }

    /// <summary>Completes when the function's creation and updates are done.</summary>
    public Task SettledAsync(string name) =>
        Eventually.TrueAsync(async () =>
        {
            var configuration = (await CallAsync("GetFunctionConfiguration", new { FunctionName = name })).Succeeded();
            return (configuration.Text("State"), configuration.Text("LastUpdateStatus")) == ("Active", "Successful");
        }, $"{name} never became active.");

    /// <summary>Invokes a function, with the end of its log.</summary>
    public async Task<Invocation> InvokeAsync(string name, string payload = "{}") =>
        new((await CallAsync("Invoke", new { FunctionName = name, Payload = Encoding.UTF8.GetBytes(payload), LogType = "Tail" })).Succeeded());

    public async Task<IReadOnlyList<string>> ListAsync() =>
        [.. (await CallAsync("ListFunctions", new { })).Succeeded().Result["Functions"]!.AsArray().Select(function => (string)function!["FunctionName"]!)];

    public Task<Answer> DeleteAsync(string name) => CallAsync("DeleteFunction", new { FunctionName = name });
}
