using System.Text;
using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Patterns;

namespace Brasa.Services.Logs.MetricFilters;

/// <summary>Tells which messages a pattern matches, and what it takes out of them.</summary>
internal sealed class TestMetricFilter : IOperation<TestMetricFilterRequest, TestMetricFilterResponse>
{
    public Task<TestMetricFilterResponse> HandleAsync(TestMetricFilterRequest request, RequestContext context, CancellationToken ct)
    {
        var pattern = Filters.Read(request.FilterPattern);
        var matches = new List<MetricFilterMatchRecord>();
        for (var i = 0; i < request.LogEventMessages.Count; i++)
        {
            var text = request.LogEventMessages[i];
            if (Match(pattern, text) is { } extracted) matches.Add(new MetricFilterMatchRecord { EventNumber = i + 1, EventMessage = text, ExtractedValues = extracted });
        }

        return Task.FromResult(new TestMetricFilterResponse { Matches = matches });
    }

    /// <summary>What is taken out of a message; <c>null</c> where it is not matched.</summary>
    private static IReadOnlyDictionary<string, string>? Match(FilterPattern? pattern, string text)
    {
        if (pattern is null) return new Dictionary<string, string>();
        var message = Encoding.UTF8.GetBytes(text);
        return pattern.Matches(message) ? pattern.Extract(message) : null;
    }
}
