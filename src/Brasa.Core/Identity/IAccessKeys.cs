namespace Brasa.Core.Identity;

/// <summary>The access keys of all accounts.</summary>
public interface IAccessKeys
{
    /// <summary>The key of that id, active or not, expired or not; <c>null</c> where there is none.</summary>
    /// <param name="accessKeyId">The id.</param>
    /// <param name="sessionToken">The session token that the request carries, as it came; temporary keys are known by it.</param>
    /// <remarks>Asked for every request, before anything of it is verified: it answers from memory and never waits.</remarks>
    AccessKey? Find(string accessKeyId, string? sessionToken);
}
