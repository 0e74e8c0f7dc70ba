using System.Security.Cryptography;
using Brasa.Core.Identity;

namespace Brasa.Wire.SigV4;

/// <summary>Keys derived from secrets, which are good for one day, region and service: deriving one takes four signatures' time.</summary>
/// <remarks>Only those of requests that were verified are kept, so that nobody else can fill it.</remarks>
internal sealed class SigningKeys(TimeProvider clock)
{
    private const int Capacity = 1024;
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly RecentTable<(string Id, string Scope), Entry> entries = new(Capacity, Age, clock);

    public byte[] Get(AccessKey key, SignatureClaim claim)
    {
        lock (gate)
        {
            if (entries.TryGet((key.Id, claim.Scope), out var entry) && CryptographicOperations.FixedTimeEquals(entry.Secret.Span, key.Secret.Span))
                return entry.SigningKey;
        }
        return SigningMath.DeriveKey(key.Secret.Span, claim);
    }

    public void Keep(AccessKey key, SignatureClaim claim, byte[] signingKey)
    {
        lock (gate)
        {
            if (!entries.TryGet((key.Id, claim.Scope), out var entry) || entry.SigningKey != signingKey)
                entries.Set((key.Id, claim.Scope), new Entry(key.Secret, signingKey));
        }
    }

    private readonly record struct Entry(ReadOnlyMemory<byte> Secret, byte[] SigningKey);
}
