using System.Buffers;

namespace Brasa.Wire.SigV4;

/// <summary>What ids of access keys are made of.</summary>
internal static class AccessKeyIds
{
    public static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
}
