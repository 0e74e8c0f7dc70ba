using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.MetricFilters;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.MetricFilters;

public sealed class MetricFilterTests : LogsTest
{
    [Fact]
    public async Task Filters_are_put_replaced_listed_and_deleted()
    {
        await Logs.CreateGroupAsync();
        await PutAsync("a", "ERROR", "Errors");
        await PutAsync("b", "WARN", "Warnings");
        await PutAsync("a", "FATAL", "Errors");

        Assert.Equal(["a FATAL", "b WARN"], await ListAsync(new DescribeMetricFiltersRequest { LogGroupName = RunningLogs.Group }));
        Assert.Equal(["b WARN"], await ListAsync(new DescribeMetricFiltersRequest { FilterNamePrefix = "b" }));
        Assert.Equal(["a FATAL"], await ListAsync(new DescribeMetricFiltersRequest { MetricName = "Errors", MetricNamespace = "App" }));

        await DeleteAsync("a");
        await IsRefusedAsync<ResourceNotFoundException>("The specified metric filter does not exist.", () => DeleteAsync("a"));
        Assert.Equal(["b WARN"], await ListAsync(new DescribeMetricFiltersRequest()));
    }

    [Fact]
    public async Task A_group_has_a_hundred_filters_each_with_a_pattern()
    {
        await Logs.CreateGroupAsync();
        await IsRefusedAsync<InvalidParameterException>("", () => PutAsync("bad", "{ $.a = ", "M"));
        for (var i = 0; i < 100; i++) await PutAsync($"{i}", "", "M");

        await IsRefusedAsync<LimitExceededException>("Resource limit exceeded.", () => PutAsync("one more", "", "M"));
        await PutAsync("99", "changed", "M");
    }

    [Fact]
    public async Task A_pattern_is_tried_on_messages()
    {
        var answer = await new TestMetricFilter().HandleAsync(
            new TestMetricFilterRequest { FilterPattern = "[ip, code=5*]", LogEventMessages = ["10.0.0.1 500", "10.0.0.1 200", "10.0.0.2 503"] }, Logs.Context(), Ct);

        Assert.Equal([1L, 3L], answer.Matches!.Select(match => match.EventNumber!.Value));
        Assert.Equal("503", answer.Matches![1].ExtractedValues!["$code"]);
    }

    [Fact]
    public async Task A_pattern_of_nothing_matches_everything()
    {
        var answer = await new TestMetricFilter().HandleAsync(new TestMetricFilterRequest { FilterPattern = "", LogEventMessages = ["a", "b"] }, Logs.Context(), Ct);

        Assert.Equal(2, answer.Matches!.Count);
    }

    private Task<NoOutput> PutAsync(string name, string pattern, string metric) => new PutMetricFilter(Logs.Groups).HandleAsync(
        new PutMetricFilterRequest
        {
            LogGroupName = RunningLogs.Group, FilterName = name, FilterPattern = pattern,
            MetricTransformations = [new MetricTransformation { MetricName = metric, MetricNamespace = "App", MetricValue = "1" }],
        }, Logs.Context(), Ct);

    private Task<NoOutput> DeleteAsync(string name) =>
        new DeleteMetricFilter(Logs.Groups).HandleAsync(new DeleteMetricFilterRequest { LogGroupName = RunningLogs.Group, FilterName = name }, Logs.Context(), Ct);

    private async Task<IEnumerable<string>> ListAsync(DescribeMetricFiltersRequest request) =>
        (await new DescribeMetricFilters(Logs.Groups).HandleAsync(request, Logs.Context(), Ct)).MetricFilters!.Select(filter => $"{filter.FilterName} {filter.FilterPattern}");
}
