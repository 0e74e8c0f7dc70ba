using Brasa.Core.Identity;

namespace Brasa.Wire.Hosting;

/// <summary>Who is behind a connection, whatever its requests are signed with: put by endpoints that know, as a sandbox's own does.</summary>
public interface ICallerFeature
{
    /// <summary>The caller.</summary>
    Principal Principal { get; }

    /// <summary>The region its requests are for.</summary>
    string Region { get; }
}
