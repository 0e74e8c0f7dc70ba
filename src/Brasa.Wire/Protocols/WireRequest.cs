using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols;

/// <summary>An HTTP request whose operation is known.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="Operation">What it asks for.</param>
/// <param name="Labels">The decoded labels of its path, in the order of the operation's template.</param>
/// <param name="Query">Its query string as sent, without the question mark.</param>
internal readonly record struct WireRequest(HttpContext Http, BoundOperation Operation, string[] Labels, ReadOnlyMemory<char> Query);
