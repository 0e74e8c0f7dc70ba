namespace Brasa.Wire.Schemas;

/// <summary>Where in an HTTP message a member travels.</summary>
public enum MemberLocation
{
    /// <summary>In the body's document, or as the whole body where the structure names it its payload.</summary>
    Body,

    /// <summary>In a label of the path.</summary>
    Uri,

    /// <summary>In the query string.</summary>
    Query,

    /// <summary>In a header.</summary>
    Header,

    /// <summary>In every header whose name begins with the member's wire name.</summary>
    PrefixHeaders,

    /// <summary>As the response's status.</summary>
    StatusCode,
}
