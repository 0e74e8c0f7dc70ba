namespace Brasa.Core.Logs;

/// <summary>A log group's place.</summary>
/// <param name="Account">The owning account, 12 digits.</param>
/// <param name="Region">The region.</param>
/// <param name="Name">The group's name, as <c>/aws/lambda/hello</c>.</param>
public sealed record LogGroupKey(string Account, string Region, string Name);
