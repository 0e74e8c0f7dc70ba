namespace Brasa.Services.Iam.Policies;

/// <summary>Which policies decided.</summary>
public enum PolicySource
{
    /// <summary>None: the root user may do everything in its account.</summary>
    None,

    /// <summary>The policies of the user, its groups or the role.</summary>
    Identity,

    /// <summary>The permissions boundary of the user or role.</summary>
    Boundary,

    /// <summary>The policies that the session was begun with.</summary>
    Session,

    /// <summary>The policy of the resource.</summary>
    Resource,

    /// <summary>The trust policy of the role.</summary>
    Trust,
}
