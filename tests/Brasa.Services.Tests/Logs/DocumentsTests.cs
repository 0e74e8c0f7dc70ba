using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.MetricFilters;
using Brasa.Services.Logs.QueryDefinitions;
using Brasa.Services.Logs.Subscriptions;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs;

public sealed class DocumentsTests : LogsTest
{
    [Fact]
    public async Task Everything_is_there_again_after_a_restart()
    {
        await Logs.CreateAsync();
        await Logs.Groups.UpdateAsync(RunningLogs.Key, group => group with
        {
            RetentionDays = 7, KmsKeyId = "key", IsProtected = true, Tags = group.Tags.Add("k", "v"),
            MetricFilters = group.MetricFilters.Add("m", new StoredMetricFilter { Name = "m", Pattern = "", CreatedAt = 1, MetricName = "n", MetricNamespace = "s", MetricValue = "1", DefaultValue = 0.5 }),
            Subscriptions = group.Subscriptions.Add("s", new StoredSubscription { Name = "s", Pattern = "p", DestinationArn = "arn", CreatedAt = 2 }),
        }, Ct);
        await new PutQueryDefinition(Logs.Queries).HandleAsync(
            new PutQueryDefinitionRequest { Name = "q", QueryString = "fields @message", LogGroupNames = ["g"], Parameters = [new QueryParameter { Name = "p" }] }, Logs.Context(), Ct);
        var (group, query) = (Logs.Groups.Get(RunningLogs.Key), Logs.Queries.In(RunningLogs.Account, RunningLogs.Region).Values.Single());

        await Logs.Documents.LoadAsync(Ct);
        await Logs.Queries.LoadAsync(Ct);

        var after = Logs.Groups.Get(RunningLogs.Key);
        Assert.NotSame(group, after);
        Assert.Equivalent(group, after, strict: true);
        Assert.Equivalent(query, Logs.Queries.In(RunningLogs.Account, RunningLogs.Region).Values.Single(), strict: true);
    }

    [Fact]
    public async Task Query_definitions_are_put_once_for_a_token_changed_by_id_and_deleted()
    {
        var token = new string('t', 36);
        var put = new PutQueryDefinition(Logs.Queries);
        var request = new PutQueryDefinitionRequest { Name = "errors", QueryString = "fields @message", ClientToken = token };
        var first = await put.HandleAsync(request, Logs.Context(), Ct);
        var again = await put.HandleAsync(request, Logs.Context(), Ct);
        await put.HandleAsync(new PutQueryDefinitionRequest { Name = "faults", QueryString = "stats count(*)", QueryDefinitionId = first.QueryDefinitionId }, Logs.Context(), Ct);

        Assert.Equal(first.QueryDefinitionId, again.QueryDefinitionId);
        var listed = await new DescribeQueryDefinitions(Logs.Queries).HandleAsync(new DescribeQueryDefinitionsRequest { QueryDefinitionNamePrefix = "f" }, Logs.Context(), Ct);
        Assert.Equal("stats count(*)", Assert.Single(listed.QueryDefinitions!).QueryString);
        await new DeleteQueryDefinition(Logs.Queries).HandleAsync(new DeleteQueryDefinitionRequest { QueryDefinitionId = first.QueryDefinitionId! }, Logs.Context(), Ct);
        await IsRefusedAsync<ResourceNotFoundException>("", () => put.HandleAsync(new PutQueryDefinitionRequest { Name = "x", QueryString = "x", QueryDefinitionId = "none" }, Logs.Context(), Ct));
    }
}
