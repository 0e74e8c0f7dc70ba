namespace Brasa.Lambda.Metering;

/// <summary>Requests that an asynchronous event counts as.</summary>
/// <remarks>AWS Lambda pricing: once per 256 KB, then once per further 64 KB.</remarks>
internal static class AsynchronousCharge
{
    private const int FirstBytes = 256 * 1024;
    private const int FurtherBytes = 64 * 1024;

    /// <summary>How many an event is charged beside one.</summary>
    /// <param name="bytes">Bytes of the event.</param>
    public static ushort ExtraRequestsOf(int bytes) => (ushort)((Math.Max(0, bytes - FirstBytes) + FurtherBytes - 1) / FurtherBytes);
}
