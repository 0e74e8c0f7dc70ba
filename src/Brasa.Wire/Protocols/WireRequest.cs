using Brasa.Wire.Hosting;
using Brasa.Wire.Protocols.Query;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols;

/// <summary>An HTTP request whose operation is known.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="Operation">What it asks for.</param>
/// <param name="Labels">The labels of its path.</param>
/// <param name="Target">Its target as sent.</param>
/// <param name="Form">Its parameters, in protocols that send them as a form.</param>
internal readonly record struct WireRequest(HttpContext Http, BoundOperation Operation, UriLabels Labels, RawTarget Target, FormNode? Form = null)
{
    /// <summary>Its body, where it has been read already; <c>null</c> where not.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>The labels of a path: each name of the template with its decoded value.</summary>
internal readonly record struct UriLabels(string[] Names, string[] Values)
{
    public string? this[string name]
    {
        get
        {
            var index = Array.IndexOf(Names, name);
            return index < 0 ? null : Values[index];
        }
    }
}
