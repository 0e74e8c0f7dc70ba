using Brasa.Core.Errors;

namespace Brasa.Wire.Schemas;

/// <summary>A request whose bytes do not have the form that the model asks for.</summary>
public sealed class SerializationException(string message) : AwsException("SerializationException", 400, message);
