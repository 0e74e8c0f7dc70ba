using Brasa.Core.Metering;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Billing;

/// <summary>Looks once a minute whether budgets have reached their thresholds, and tells so once for each and month, also over restarts.</summary>
/// <remarks>An alert is noted once it was delivered, or could not be for good: a server that is killed between the two tells it again.</remarks>
public sealed class BudgetWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<Budget> budgets;
    private readonly IUsage usage;
    private readonly IUsageStore store;
    private readonly PriceBook prices;
    private readonly IAlertSender sender;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly CancellationTokenSource ending = new();
    private readonly Task watching;

    /// <param name="budgets">The budgets.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="store">Remembers alerts.</param>
    /// <param name="prices">The operator's prices.</param>
    /// <param name="sender">Delivers alerts.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">Told of alerts.</param>
    public BudgetWatch(IReadOnlyList<Budget> budgets, IUsage usage, IUsageStore store, PriceBook prices, IAlertSender sender, TimeProvider clock, ILogger log)
    {
        this.budgets = budgets;
        this.usage = usage;
        this.store = store;
        this.prices = prices;
        this.sender = sender;
        this.clock = clock;
        this.log = log;
        watching = budgets is { Count: > 0 } ? WatchAsync(ending.Token) : Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        ending.Dispose();
    }

    /// <summary>Looks once, and tells what is to be told.</summary>
    internal async Task CheckAsync(CancellationToken ct)
    {
        var month = Month.Of(clock.GetUtcNow());
        var charging = new Charging(prices);
        var spent = new decimal[budgets.Count];
        foreach (var row in Bill.InOrder(usage.Read(month.From, month.Before, null)))
        {
            var charge = charging.Charge(row);
            for (var i = 0; i < spent.Length; i++)
            {
                if (budgets[i].Covers(row.Key)) spent[i] += charge;
            }
        }

        for (var i = 0; i < spent.Length; i++) await TellAsync(budgets[i], month.Text, spent[i], ct);
    }

    private async Task TellAsync(Budget budget, string month, decimal charge, CancellationToken ct)
    {
        foreach (var percent in budget.Percents)
        {
            if (charge * 100 < budget.PerMonth * percent || store.HasAlerted(budget.Name, month, percent)) continue;
            log.ThresholdReached(budget.Name, percent, budget.PerMonth, prices.Currency, month);
            await sender.SendAsync(budget, new BudgetAlert(budget.Name, month, percent, budget.PerMonth, charge, prices.Currency).ToJson(), ct);
            store.NoteAlert(budget.Name, month, percent);
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    await CheckAsync(ct);
                }
                catch (IOException failure)
                {
                    log.AlertNotNoted(failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends; what was not delivered is so by the next.
        }
    }
}

internal static partial class BudgetLog
{
    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "Budget {Budget} has reached {Percent} % of {Limit} {Currency} for {Month}")]
    public static partial void ThresholdReached(this ILogger log, string budget, int percent, decimal limit, string currency, string month);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Error, Message = "An alert was delivered and could not be noted: it is told again")]
    public static partial void AlertNotNoted(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Error, Message = "An alert of budget {Budget} could not be delivered to {Target}: {Why}")]
    public static partial void AlertNotDelivered(this ILogger log, string budget, string target, string why);
}
