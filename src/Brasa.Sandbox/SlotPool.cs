using System.Threading.Channels;

namespace Brasa.Sandbox;

/// <summary>Keeps a few slots ready and makes the next ones in the background.</summary>
internal sealed class SlotPool<TSlot> : IAsyncDisposable where TSlot : class, IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Func<TSlot> make;
    private readonly Channel<TSlot> spare;
    private readonly CancellationTokenSource stop = new();
    private readonly Task refilling;

    public SlotPool(int size, Func<TSlot> make)
    {
        this.make = make;
        spare = Channel.CreateBounded<TSlot>(Math.Max(1, size));
        refilling = size > 0 ? Task.Run(RefillAsync) : Task.CompletedTask;
    }

    public async Task<TSlot> TakeAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        return spare.Reader.TryRead(out var slot) ? slot : await Task.Run(make, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await refilling;
        spare.Writer.TryComplete();
        await foreach (var slot in spare.Reader.ReadAllAsync()) await slot.DisposeAsync();
    }

    private async Task RefillAsync()
    {
        while (await HasRoomAsync())
        {
            try
            {
                var slot = make();
                if (!spare.Writer.TryWrite(slot)) await slot.DisposeAsync();
            }
            catch (Exception)
            {
                // Whatever the machine lacks now, a disk, memory or processes: whoever needs a slot makes one and is told why that fails.
                await Task.Delay(RetryDelay, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task<bool> HasRoomAsync()
    {
        try
        {
            return await spare.Writer.WaitToWriteAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
