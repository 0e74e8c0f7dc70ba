namespace Brasa.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of load for each target, in turns.</param>
/// <param name="OneClientRequests">Requests of a round with one client, at most.</param>
/// <param name="ManyClientsRequests">Requests of a round with eight, at most.</param>
/// <param name="RoundSeconds">How long a round may take.</param>
/// <param name="WarmUpRequests">Requests before the first round, for each target: compilers of both sides have then finished.</param>
/// <param name="PausedRequests">Requests of each client that pauses between them.</param>
/// <param name="Burst">Environments that are needed at once.</param>
/// <param name="Live">Environments that live at once.</param>
/// <param name="Stored">Functions that are stored at once.</param>
/// <param name="ControlRequests">Requests of a round that create, describe or list functions, of each kind.</param>
/// <param name="ColdStarts">Cold starts for each language, and as many of what they are held against.</param>
internal sealed record Sampling(
    int Rounds, int OneClientRequests, int ManyClientsRequests, double RoundSeconds, int WarmUpRequests, int PausedRequests, int Burst, int Live, int Stored, int ControlRequests, int ColdStarts)
{
    public static readonly Sampling Full = new(5, 5_000, 20_000, 5, 40_000, 40, 100, 1_000, 10_000, 100, 30);

    /// <summary>Shows that everything works; its figures say little.</summary>
    public static readonly Sampling Quick = new(3, 200, 400, 1, 2_000, 5, 10, 20, 100, 5, 3);
}
