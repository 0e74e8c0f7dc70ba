using Brasa.Core.Identity;

namespace Brasa.Lambda.Functions;

/// <summary>A function of an account in a region, whatever its version.</summary>
internal readonly record struct FunctionKey(string Account, string Region, string Name)
{
    /// <summary>The unqualified ARN.</summary>
    public string Arn => $"arn:{Core.Identity.Arn.DefaultPartition}:lambda:{Region}:{Account}:function:{Name}";

    /// <summary>The ARN with a version or alias.</summary>
    public string QualifiedArn(string qualifier) => $"{Arn}:{qualifier}";
}

/// <summary>One version of a function.</summary>
internal readonly record struct VersionKey(FunctionKey Function, string Version);
