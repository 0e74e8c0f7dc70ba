using System.Net.Http.Headers;
using Brasa.Core.Events;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Billing;

/// <summary>Posts alerts to webhooks and hands them to functions, a few times each where that fails.</summary>
/// <param name="http">Posts; its time limit is <see cref="TimeLimit"/>.</param>
/// <param name="targets">Hands events to functions.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Told what could not be delivered.</param>
public sealed class AlertSender(HttpClient http, IEventTarget targets, TimeProvider clock, ILogger<AlertSender> log) : IAlertSender
{
    /// <summary>How long a webhook may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private const string Principal = "budgets.amazonaws.com";

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    /// <inheritdoc />
    public async Task SendAsync(Budget budget, ReadOnlyMemory<byte> alert, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (budget.Webhook is { } url) await RetryAsync(budget, url.GetLeftPart(UriPartial.Authority), () => PostAsync(url, alert, ct), ct); // the path may hold a secret
        if (budget.FunctionArn is { } arn) await RetryAsync(budget, arn, () => DeliverAsync(budget, arn, alert, ct), ct);
    }

    private async Task RetryAsync(Budget budget, string target, Func<Task<(string? Why, bool MayRetry)>> deliver, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            var (why, mayRetry) = await deliver();
            if (why is null) return;
            if (mayRetry && tries < Pauses.Length)
            {
                await Task.Delay(Pauses[tries], clock, ct);
                continue;
            }

            log.AlertNotDelivered(budget.Name, target, why);
            return;
        }
    }

    private async Task<(string? Why, bool MayRetry)> PostAsync(Uri url, ReadOnlyMemory<byte> alert, CancellationToken ct)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(alert);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct); // what it answers is of no concern
            return response.IsSuccessStatusCode ? default : ($"it answered {(int)response.StatusCode}", true);
        }
        catch (HttpRequestException failure)
        {
            return (failure.Message, true);
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return ("it did not answer in time", true);
        }
    }

    private async Task<(string? Why, bool MayRetry)> DeliverAsync(Budget budget, string arn, ReadOnlyMemory<byte> alert, CancellationToken ct)
    {
        var (outcome, _) = await targets.DeliverAsync(arn, alert, new EventSource(Principal, budget.Arn, budget.Owner), ct);
        return outcome switch
        {
            DeliveryOutcome.Delivered => default,
            DeliveryOutcome.Throttled or DeliveryOutcome.Failed => ($"{outcome}", true),
            _ => ($"{outcome}", false),
        };
    }
}
