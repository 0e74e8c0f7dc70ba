using Brasa.Core.Queues;
using Brasa.Services.Sqs.Messages;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>What every queue of a server stands on.</summary>
/// <param name="Store">Where messages are stored.</param>
/// <param name="Payloads">Those of them in memory.</param>
/// <param name="Ticker">Time.</param>
/// <param name="Find">Finds a queue by its ARN; <c>null</c> where there is none.</param>
/// <param name="Log">The server's own log.</param>
internal sealed record QueueSurroundings(IMessageStore Store, PayloadCache Payloads, Ticker Ticker, Func<string, Queue?> Find, ILogger Log);
