using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Brasa.Bench.Load;

namespace Brasa.Bench.Targets;

/// <summary>An interpreter that the server found.</summary>
internal sealed record Runtime(string Identifier, string Version, string Path);

/// <summary>A Brasa server as its launcher starts it, on a free port and a data directory of its own.</summary>
internal sealed class BrasaServer : IAsyncDisposable
{
    private const int TimeoutSeconds = 120;
    private const string Functions = "/2015-03-31/functions";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly Child process;
    private readonly HttpClient http;

    private BrasaServer(Child process, Uri url, Health health)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = url };
        Status = health;
    }

    /// <summary>What the server says of itself.</summary>
    internal sealed record Health(string Version, string Isolation, string Cgroup, IReadOnlyList<Runtime> Runtimes);

    public Health Status { get; }

    public static async Task<BrasaServer> StartAsync(string dataDirectory, CancellationToken ct)
    {
        var launcher = Environment.GetEnvironmentVariable("BRASA_LAUNCHER") ?? throw new BenchException("Start the benchmark with: ./brasa bench");
        var process = new Child(launcher, "up", "--port", "0", "--data", dataDirectory);
        try
        {
            var ready = await process.ReadFirstLineAsync(ct);
            var url = new Uri(ready.Split(' ')[^1]);
            using var http = new HttpClient { BaseAddress = url };
            return new BrasaServer(process, url, (await http.GetFromJsonAsync<Health>("/_brasa/health", ct))!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the load generator invokes a function.</summary>
    public Target TargetOf(string function) => Target.Post(http.BaseAddress!.Port, $"{Functions}/{function}/invocations", process);

    /// <summary>Where one event of another kind is sent to a function.</summary>
    public Target TargetOf(string function, string body) => Target.Post(http.BaseAddress!.Port, $"{Functions}/{function}/invocations", process, body);

    /// <summary>Where the load generator sends a function events that nobody waits for.</summary>
    public Target AsynchronousTargetOf(string function) => Target.Post(http.BaseAddress!.Port, $"/2014-11-13/functions/{function}/invoke-async", process);

    /// <summary>The server's process.</summary>
    public int ProcessId => process.Id;

    /// <summary>How many sandboxes are in stock, for whatever runtime.</summary>
    public async Task<int> CountStockAsync(CancellationToken ct) =>
        (await http.GetFromJsonAsync<JsonNode>("/_brasa/environments", ct))!["stock"]!.AsArray().Count;

    /// <summary>How many execution environments there are.</summary>
    public async Task<int> CountEnvironmentsAsync(CancellationToken ct) =>
        (await http.GetFromJsonAsync<JsonNode>("/_brasa/environments", ct))!["environments"]!.AsArray().Count;

    /// <summary>Invokes a function; returns what went wrong, or <c>null</c>.</summary>
    public async Task<string?> InvokeAsync(string function, string body, CancellationToken ct)
    {
        try
        {
            using var response = await http.PostAsync($"{Functions}/{function}/invocations", new StringContent(body), ct);
            return response.IsSuccessStatusCode && !response.Headers.Contains("X-Amz-Function-Error")
                ? null
                : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Calls an operation of SQS.</summary>
    public async Task<JsonNode?> CallQueueAsync(string operation, JsonObject input, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = JsonContent.Create(input) };
        request.Headers.Add("X-Amz-Target", $"AmazonSQS.{operation}");
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        if (!response.IsSuccessStatusCode) throw new BenchException($"{operation} failed: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Sends a function an event that nobody waits for; returns once it is accepted.</summary>
    public async Task AcceptAsync(string function, string body, CancellationToken ct)
    {
        using var response = await http.PostAsync($"/2014-11-13/functions/{function}/invoke-async", new StringContent(body), ct);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Reserves concurrency for a function, and lets it have no more.</summary>
    public Task ReserveAsync(string function, int concurrency, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/2017-10-31/functions/{function}/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = concurrency }, ct);

    /// <summary>Deletes a function, and ends its environments with it.</summary>
    public async Task DeleteAsync(string name, CancellationToken ct)
    {
        using var response = await http.DeleteAsync($"{Functions}/{name}", ct);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Creates a function, and returns when it can be invoked.</summary>
    public async Task CreateAsync(string name, string runtime, byte[] zip, int memoryMiB, JsonObject variables, CancellationToken ct, string handler = "hello.handler")
    {
        await BeginCreateAsync(name, runtime, zip, ct, memoryMiB, variables, handler);
        await WaitUntilReadyAsync(name, ct);
    }

    /// <summary>Creates a function, and returns when the server has said so.</summary>
    public Task BeginCreateAsync(
        string name, string runtime, byte[] zip, CancellationToken ct, int memoryMiB = 128, JsonObject? variables = null, string handler = "hello.handler") =>
        SendAsync(HttpMethod.Post, Functions, new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = runtime,
            ["Role"] = "arn:aws:iam::000000000000:role/bench",
            ["Handler"] = handler,
            ["MemorySize"] = memoryMiB,
            ["Timeout"] = TimeoutSeconds,
            ["Environment"] = new JsonObject { ["Variables"] = variables ?? [] },
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        }, ct);

    /// <summary>Describes functions; the path follows that of all functions.</summary>
    public Task GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, $"{Functions}{path}", null, ct);

    /// <summary>Changes the function, and with it what its environments are started from: its next invocation needs a new one.</summary>
    public async Task RequireNewEnvironmentAsync(string name, string description, CancellationToken ct)
    {
        await SendAsync(HttpMethod.Put, $"{Functions}/{name}/configuration", new JsonObject { ["Description"] = description }, ct);
        await WaitUntilReadyAsync(name, ct);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync(string name, CancellationToken ct)
    {
        while (true)
        {
            var function = await SendAsync(HttpMethod.Get, $"{Functions}/{name}/configuration", null, ct);
            if ((string?)function["State"] == "Active" && (string?)function["LastUpdateStatus"] == "Successful") return;
            await Task.Delay(PollInterval, ct);
        }
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path.TrimEnd('/')) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchException($"{method} {path} failed: {text}");
    }
}
