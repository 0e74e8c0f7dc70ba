using Brasa.Core.Events;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Functions as destinations: invoked with the message as their event, asynchronously as AWS does it.</summary>
internal sealed class FunctionDestination(FunctionStore functions, FunctionInbox inbox) : IDestination
{
    public string Action => "lambda:InvokeFunction";

    public async Task<DeliveryOutcome> SendAsync(string arn, DestinationMessage message, CancellationToken ct) =>
        FunctionReference.TryParseArn(arn) is { } reference && functions.Find(reference.Key) is { } function && function.Find(reference.Qualifier) is not null
            ? await inbox.AcceptAsync(reference, function, message.Body, message.TraceHeader, ct)
            : DeliveryOutcome.NotFound;
}
