namespace Brasa.Cli.Aws;

/// <summary>What requests are signed with.</summary>
/// <param name="KeyId">The access key's id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Token">The session's token; <c>null</c> where the key is not temporary.</param>
internal sealed record Credentials(string KeyId, string Secret, string? Token);
