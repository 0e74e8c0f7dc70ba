using Brasa.Core.Storage;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>A store of which nothing is asked.</summary>
internal sealed class NoResources : IResourceStore
{
    public ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<ResourcePage> ListAsync(ResourcePrefix prefix, int limit, string? continuation, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<long> WriteAsync(IReadOnlyList<ResourceWrite> writes, CancellationToken ct) => throw new NotSupportedException();
}
