using Brasa.Contracts.Lambda;
using Brasa.Contracts.Logs;
using Brasa.Contracts.Tests.Models;

namespace Brasa.Contracts.Tests.Logs;

public sealed class OperationsTests
{
    [Fact]
    public void Every_operation_of_the_model_has_a_descriptor()
    {
        var modelled = ModelFile.Read("logs.json").GetProperty("operations").EnumerateObject().Select(operation => operation.Name);

        Assert.Equal(modelled, LogsOperations.Service.Operations.Select(operation => operation.Name));
    }

    [Fact]
    public void The_service_says_how_it_is_spoken_to() => Assert.Equal(
        ("json", "1.1", "Logs_20140328"), (Assert.Single(LogsOperations.Service.Protocols), LogsOperations.Service.JsonVersion, LogsOperations.Service.TargetPrefix));

    [Fact]
    public void An_event_stream_is_apart_from_the_rest_of_its_output()
    {
        Assert.Equal("responseStream", StartLiveTailResponse.WireSchema.Events?.Name);
        Assert.True(StartLiveTailResponse.WireSchema.BodyMembers.IsEmpty);
        Assert.Equal("EventStream", InvokeWithResponseStreamResponse.WireSchema.Events?.Name);
        Assert.Equal("Payload", InvokeResponseStreamUpdate.WireSchema.Payload?.Name);
    }

    [Fact]
    public void A_structure_may_hold_its_own_kind() => Assert.Equal(["element", "fields", "type"], LogFieldType.WireSchema.Members.Select(member => member.Name));
}
