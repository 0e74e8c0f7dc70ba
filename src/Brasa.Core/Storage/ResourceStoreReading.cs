using System.Runtime.CompilerServices;

namespace Brasa.Core.Storage;

/// <summary>Reading whole kinds of resources.</summary>
public static class ResourceStoreReading
{
    private const int Page = 1_000;

    /// <summary>All resources below a prefix, in key order.</summary>
    public static async IAsyncEnumerable<StoredResource> ReadAllAsync(this IResourceStore store, ResourcePrefix prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await store.ListAsync(prefix, Page, continuation, ct);
            foreach (var item in page.Items) yield return item;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
