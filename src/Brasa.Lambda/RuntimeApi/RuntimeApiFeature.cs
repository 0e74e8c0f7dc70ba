using Brasa.Lambda.Environments;

namespace Brasa.Lambda.RuntimeApi;

/// <summary>Marks a connection that came in through the Runtime API's socket of an environment, from the runtime that ran there then.</summary>
internal sealed record RuntimeApiFeature(RuntimeProcess Runtime);
