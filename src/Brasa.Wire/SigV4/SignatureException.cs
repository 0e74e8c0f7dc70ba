namespace Brasa.Wire.SigV4;

/// <summary>A request is refused for its signature. The endpoint answers with the service's own words for it.</summary>
internal sealed class SignatureException(SignatureFault fault, string detail = "") : Exception(detail)
{
    public SignatureFault Fault { get; } = fault;
}
