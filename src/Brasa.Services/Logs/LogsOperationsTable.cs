using Brasa.Contracts.Logs;
using Brasa.Core.Events;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs.Events;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.LiveTail;
using Brasa.Services.Logs.MetricFilters;
using Brasa.Services.Logs.Queries;
using Brasa.Services.Logs.QueryDefinitions;
using Brasa.Services.Logs.ResourcePolicies;
using Brasa.Services.Logs.Streams;
using Brasa.Services.Logs.Subscriptions;
using Brasa.Services.Logs.Tags;
using Brasa.Wire.Hosting;

namespace Brasa.Services.Logs;

/// <summary>Which class carries out which operation.</summary>
internal static class LogsOperationsTable
{
    public static ServiceDefinition Define(LogsParts parts)
    {
        var (store, groups) = (parts.Store, parts.Groups);
        var tagged = new TaggedGroups(groups);
        return new ServiceDefinition(LogsOperations.Service)
            {
                ResourceOf = LogResources.Of,
                InvalidRequest = LogErrors.Invalid,
                InternalError = static () => new ServiceUnavailableException("The service cannot complete the request."),
            }
            .LimitBody(LogsOperations.PutLogEvents, PutLogEvents.BodyLimit)
            .AuthorizeInside(LogsOperations.StartLiveTail)
            .AuthorizeInside(LogsOperations.StartQuery)
            .Handle(LogsOperations.AssociateKmsKey, new AssociateKmsKey(groups))
            .Handle(LogsOperations.CreateLogGroup, new CreateLogGroup(groups))
            .Handle(LogsOperations.CreateLogStream, new CreateLogStream(groups, store))
            .Handle(LogsOperations.DeleteLogGroup, new DeleteLogGroup(groups, store))
            .Handle(LogsOperations.DeleteLogStream, new DeleteLogStream(groups, store))
            .Handle(LogsOperations.DeleteMetricFilter, new DeleteMetricFilter(groups))
            .Handle(LogsOperations.DeleteQueryDefinition, new DeleteQueryDefinition(parts.Queries))
            .Handle(LogsOperations.DeleteResourcePolicy, new DeleteResourcePolicy(parts.Policies, groups))
            .Handle(LogsOperations.DeleteRetentionPolicy, new DeleteRetentionPolicy(groups))
            .Handle(LogsOperations.DeleteSubscriptionFilter, new DeleteSubscriptionFilter(groups))
            .Handle(LogsOperations.DescribeLogGroups, new DescribeLogGroups(groups, store))
            .Handle(LogsOperations.DescribeLogStreams, new DescribeLogStreams(groups, store))
            .Handle(LogsOperations.DescribeMetricFilters, new DescribeMetricFilters(groups))
            .Handle(LogsOperations.DescribeQueries, new DescribeQueries(parts.Runs))
            .Handle(LogsOperations.DescribeQueryDefinitions, new DescribeQueryDefinitions(parts.Queries))
            .Handle(LogsOperations.DescribeResourcePolicies, new DescribeResourcePolicies(parts.Policies))
            .Handle(LogsOperations.DescribeSubscriptionFilters, new DescribeSubscriptionFilters(groups))
            .Handle(LogsOperations.DisassociateKmsKey, new DisassociateKmsKey(groups))
            .Handle(LogsOperations.FilterLogEvents, new FilterLogEvents(groups, store, parts.Searches))
            .Handle(LogsOperations.GetLogEvents, new GetLogEvents(groups, store))
            .Handle(LogsOperations.GetQueryResults, new GetQueryResults(parts.Runs))
            .Handle(LogsOperations.ListLogGroups, new ListLogGroups(groups))
            .Handle(LogsOperations.ListTagsForResource, new ListTagsForResource(tagged))
            .Handle(LogsOperations.ListTagsLogGroup, new ListTagsLogGroup(tagged))
            .Handle(LogsOperations.PutLogEvents, new PutLogEvents(groups, store))
            .Handle(LogsOperations.PutLogGroupDeletionProtection, new PutLogGroupDeletionProtection(groups))
            .Handle(LogsOperations.PutMetricFilter, new PutMetricFilter(groups))
            .Handle(LogsOperations.PutQueryDefinition, new PutQueryDefinition(parts.Queries))
            .Handle(LogsOperations.PutResourcePolicy, new PutResourcePolicy(parts.Policies, groups))
            .Handle(LogsOperations.PutRetentionPolicy, new PutRetentionPolicy(groups, parts.Retention))
            .Handle(LogsOperations.PutSubscriptionFilter, new PutSubscriptionFilter(groups, parts.Targets))
            .Handle(LogsOperations.StartLiveTail, new StartLiveTail(groups, parts.Tails, parts.Authorizer, parts.Clock))
            .Handle(LogsOperations.StartQuery, new StartQuery(groups, parts.Runs, parts.Authorizer))
            .Handle(LogsOperations.StopQuery, new StopQuery(parts.Runs))
            .Handle(LogsOperations.TagLogGroup, new TagLogGroup(tagged))
            .Handle(LogsOperations.TagResource, new TagResource(tagged))
            .Handle(LogsOperations.TestMetricFilter, new TestMetricFilter())
            .Handle(LogsOperations.UntagLogGroup, new UntagLogGroup(tagged))
            .Handle(LogsOperations.UntagResource, new UntagResource(tagged));
    }
}

/// <summary>What the operations are made of.</summary>
internal sealed record LogsParts(
    ILogStore Store, LogGroups Groups, Retention Retention, LiveTails Tails, Documents<StoredPolicy> Policies, Documents<StoredQuery> Queries, QueryRuns Runs, SemaphoreSlim Searches,
    IAuthorizer Authorizer, IEventTarget Targets, TimeProvider Clock);
