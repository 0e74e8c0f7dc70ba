using System.Net;
using System.Text;
using System.Text.Json;
using Brasa.Core.Events;
using Brasa.Core.Metering;
using Brasa.Services.Billing;
using Brasa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Services.Tests.Billing;

public sealed class BudgetWatchTests : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-budgets-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero));
    private readonly SampleUsage usage = new();
    private readonly SqliteUsageStore store;
    private readonly Sent sent = new();

    public BudgetWatchTests() => store = new SqliteUsageStore(Path.Combine(directory.FullName, "usage.db"));

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_threshold_is_told_once_a_month_also_over_restarts()
    {
        var budget = new Budget { Name = "all", PerMonth = 10, Percents = [50, 100] };
        await CheckAsync(budget);
        Assert.Empty(sent.Alerts);

        usage.Rows.Add(Dollars(5));
        await CheckAsync(budget);
        await CheckAsync(budget);
        Assert.Equal([("all", "2026-03", 50, 5m)], sent.Alerts);

        usage.Rows.Add(Dollars(7));
        await CheckAsync(budget);
        await CheckAsync(budget);
        Assert.Equal([("all", "2026-03", 50, 5m), ("all", "2026-03", 100, 12m)], sent.Alerts);

        clock.Advance(TimeSpan.FromDays(30));
        await CheckAsync(budget);
        Assert.Equal(2, sent.Alerts.Count);
        usage.Rows.Add(Dollars(5, hour: SampleUsage.March + (31 * 24)));
        await CheckAsync(budget);
        Assert.Equal(("all", "2026-04", 50, 5m), sent.Alerts[^1]);
    }

    [Fact]
    public async Task A_budget_is_about_an_account_a_function_or_a_tag()
    {
        usage.Rows.AddRange([Dollars(1), Dollars(2, account: "222222222222"), Dollars(4, function: "other"), Dollars(8, tags: """{"team":"a"}""")]);
        var budget = new Budget { Name = "all", PerMonth = 1, Percents = [1] };

        await CheckAsync(
            budget with { Name = "account", Account = "222222222222" },
            budget with { Name = "function", Function = "other" },
            budget with { Name = "tag", Tag = new("team", "a") },
            budget with { Name = "none", Tag = new("team", "b") });

        Assert.Equal([("account", 2m), ("function", 4m), ("tag", 8m)], sent.Alerts.Select(alert => (alert.Item1, alert.Item4)));
    }

    [Fact]
    public async Task What_is_over_is_looked_for_once_a_minute()
    {
        usage.Rows.Add(Dollars(1));
        await using var watch = Watch(new Budget { Name = "all", PerMonth = 1, Percents = [100] });

        clock.Advance(TimeSpan.FromMinutes(1));

        await sent.First.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_webhook_is_tried_again_a_few_times_and_no_more()
    {
        var posts = new Posts([HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.NotFound, HttpStatusCode.OK]);
        using var http = new HttpClient(posts);
        var sending = new AlertSender(http, new Targets(), clock, NullLogger<AlertSender>.Instance)
            .SendAsync(new Budget { Name = "all", PerMonth = 1, Percents = [1], Webhook = new Uri("http://example.test/hook") }, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await sending;
        Assert.Equal(["{}", "{}", "{}"], posts.Bodies);
    }

    [Fact]
    public async Task A_function_is_handed_the_alert_in_the_name_of_budgets()
    {
        var targets = new Targets();
        using var http = new HttpClient(new Posts([]));
        var arn = "arn:aws:lambda:us-east-1:111111111111:function:alert";

        await new AlertSender(http, targets, clock, NullLogger<AlertSender>.Instance)
            .SendAsync(new Budget { Name = "all", PerMonth = 1, Percents = [1], Account = "111111111111", FunctionArn = arn }, "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal([(arn, "{}", new EventSource("budgets.amazonaws.com", "arn:aws:budgets::111111111111:budget/all", "111111111111"))], targets.Delivered);
    }

    private static UsageRow Dollars(int count, long hour = SampleUsage.March, string account = "111111111111", string function = "hello", string tags = "") =>
        SampleUsage.Row(new UsageSums { Requests = count * 5_000_000L }, hour, account, function: function, tags: tags);

    private BudgetWatch Watch(params IReadOnlyList<Budget> budgets) => new(budgets, usage, store, SampleUsage.Prices, sent, clock, NullLogger.Instance);

    private async Task CheckAsync(params IReadOnlyList<Budget> budgets)
    {
        await using var watch = Watch(budgets);
        await watch.CheckAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Sent : IAlertSender
    {
        private readonly TaskCompletionSource first = new();

        public List<(string, string, int, decimal)> Alerts { get; } = [];

        public Task First => first.Task;

        public Task SendAsync(Budget budget, ReadOnlyMemory<byte> alert, CancellationToken ct)
        {
            using var json = JsonDocument.Parse(alert);
            var told = json.RootElement;
            Alerts.Add((told.GetProperty("budget").GetString()!, told.GetProperty("month").GetString()!, told.GetProperty("threshold_percent").GetInt32(), told.GetProperty("charge").GetDecimal()));
            first.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class Posts(HttpStatusCode[] answers) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(answers[Bodies.Count - 1]);
        }
    }

    private sealed class Targets : IEventTarget
    {
        public List<(string, string, EventSource)> Delivered { get; } = [];

        public Task<DeliveryResult> DeliverAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, CancellationToken ct)
        {
            Delivered.Add((targetArn, Encoding.UTF8.GetString(payload.Span), source));
            return Task.FromResult(new DeliveryResult(DeliveryOutcome.Delivered, default));
        }

        public bool Accepts(string targetArn, EventSource source) => true;
    }
}
