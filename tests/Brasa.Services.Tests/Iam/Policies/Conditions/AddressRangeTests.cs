using System.Net;
using Brasa.Services.Iam.Policies.Conditions;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies.Conditions;

public sealed class AddressRangeTests
{
    [Fact]
    public void It_contains_what_the_framework_says() => Iterations.Run(2_000, random =>
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        var other = (byte[])bytes.Clone();
        other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
        var prefix = random.Next((bytes.Length * 8) + 1);
        var (address, near) = (new IPAddress(bytes), new IPAddress(other));

        var range = AddressRange.TryParse($"{address}/{prefix}")!.Value;

        Assert.True(range.Contains(AddressRange.TryParse(address.ToString())!.Value));
        Assert.Equal(new IPNetwork(Masked(bytes, prefix), prefix).Contains(near), range.Contains(AddressRange.TryParse(near.ToString())!.Value));
    });

    private static IPAddress Masked(byte[] bytes, int prefix) =>
        new([.. bytes.Select((value, index) => (byte)(value & (0xFF00 >> Math.Clamp(prefix - (index * 8), 0, 8))))]);
}
