namespace Brasa.Services.Sqs.Delivery;

/// <summary>Somebody who waits for messages of a queue.</summary>
/// <param name="most">How many.</param>
/// <param name="visibilityMs">How long they are hidden from others then; <c>null</c>: as the queue has it.</param>
/// <param name="attempt">The id of the attempt, where it has one.</param>
internal sealed class Waiter(int most, long? visibilityMs, string? attempt)
{
    private readonly TaskCompletionSource<IReadOnlyList<DeliveredMessage>> received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Most => most;

    public long? VisibilityMs => visibilityMs;

    public string? Attempt => attempt;

    /// <summary>Its place among those who wait; <c>null</c> once it has been served. Guarded by the queue's lock.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }

    public Task<IReadOnlyList<DeliveredMessage>> Received => received.Task;

    public void Serve(IReadOnlyList<DeliveredMessage> messages) => received.SetResult(messages);

    public void Cancel(CancellationToken ct) => received.SetCanceled(ct);
}
