using System.Text.Encodings.Web;
using System.Text.Json;

namespace Brasa.Conformance.Tests.Support;

/// <summary>JSON as a reader would write it: letters stay letters.</summary>
internal static class Plain
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
