namespace Brasa.Wire.SigV4;

/// <summary>In what the signatures of one service differ from those of others: S3 has rules of its own.</summary>
/// <param name="Skew">How far a request's time may be from the server's, either way.</param>
/// <param name="IsS3">Paths are encoded once and never normalised; bodies may go unsigned or in signed chunks, and say so in
/// <c>x-amz-content-sha256</c>.</param>
/// <remarks>IAM user guide, "Create a signed AWS API request"; S3 API reference, "Authenticating requests".</remarks>
internal sealed record SigningRules(TimeSpan Skew, bool IsS3)
{
    public const string S3 = "s3";

    private static readonly SigningRules OfS3 = new(TimeSpan.FromMinutes(15), true);
    private static readonly SigningRules OfOthers = new(TimeSpan.FromMinutes(5), false);

    public static SigningRules Of(string service) => service == S3 ? OfS3 : OfOthers;
}
