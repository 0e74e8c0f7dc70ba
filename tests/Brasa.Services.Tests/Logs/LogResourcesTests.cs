using Brasa.Contracts.Logs;
using Brasa.Services.Logs;
using Brasa.Services.Tests.Logs.Support;
using Brasa.Wire.Operations;

namespace Brasa.Services.Tests.Logs;

public sealed class LogResourcesTests : LogsTest
{
    private const string Group = "arn:aws:logs:us-east-1:111122223333:log-group:/app/group";

    [Fact]
    public void A_request_is_about_the_group_or_stream_that_it_names()
    {
        Is($"{Group}:log-stream:", LogsOperations.CreateLogStream, new CreateLogStreamRequest { LogGroupName = RunningLogs.Group, LogStreamName = "s" });
        Is($"{Group}:log-stream:s", LogsOperations.PutLogEvents, new PutLogEventsRequest { LogGroupName = RunningLogs.Group, LogStreamName = "s" });
        Is($"{Group}:log-stream:s", LogsOperations.GetLogEvents, new GetLogEventsRequest { LogGroupIdentifier = $"{Group}:*", LogStreamName = "s" });
        Is($"{Group}:log-stream:", LogsOperations.FilterLogEvents, new FilterLogEventsRequest { LogGroupIdentifier = Group });
        Is("arn:aws:logs:us-east-1:111122223333:log-group::log-stream:", LogsOperations.DescribeLogGroups, new DescribeLogGroupsRequest { LogGroupNamePrefix = "/app" });
        Is(Group, LogsOperations.TagResource, new TagResourceRequest { ResourceArn = Group });
        Is("*", LogsOperations.DescribeQueryDefinitions, new DescribeQueryDefinitionsRequest());
    }

    private void Is(string arn, OperationDescriptor operation, object request) => Assert.Equal(arn, LogResources.Of(operation, request, Logs.Context()));
}
