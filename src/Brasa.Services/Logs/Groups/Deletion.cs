using Brasa.Contracts.Logs;

namespace Brasa.Services.Logs.Groups;

/// <summary>What keeps log groups and their streams from being deleted.</summary>
internal static class Deletion
{
    /// <exception cref="ValidationException">The group is protected.</exception>
    /// <remarks>CloudWatch Logs User Guide, "Protecting log groups from deletion".</remarks>
    public static void Check(StoredGroup group)
    {
        if (group.IsProtected) throw new ValidationException("Cannot delete log group with deletion protection enabled. Disable deletion protection first.");
    }
}
