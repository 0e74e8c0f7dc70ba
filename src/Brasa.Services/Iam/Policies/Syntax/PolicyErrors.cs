namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>IAM's words for documents that it refuses.</summary>
internal static class PolicyErrors
{
    public static MalformedPolicyException Syntax => new("Syntax errors in policy.");

    public static MalformedPolicyException LegacyParsing => new("The policy failed legacy parsing");

    public static MalformedPolicyException OldVersion => new("Policy document must be version 2012-10-17 or greater.");

    public static MalformedPolicyException NoActions => new("Policy statement must contain actions.");

    public static MalformedPolicyException NoResources => new("Policy statement must contain resources.");

    public static MalformedPolicyException NoVendor => new("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");

    public static MalformedPolicyException ManyColons => new("Actions/Condition can contain only one colon.");

    public static MalformedPolicyException OddSid => new("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");

    public static MalformedPolicyException SameSid => new("Statement IDs (SID) in a single policy must be unique.");

    public static MalformedPolicyException HasPrincipal => new("Policy document should not specify a principal.");

    public static MalformedPolicyException NotAssumeRole => new("AssumeRole policy may only specify STS AssumeRole actions.");

    public static MalformedPolicyException Vendor(string vendor) => new($"Vendor {vendor} is not valid");

    public static MalformedPolicyException Resource(string resource) => new($"Resource {resource} must be in ARN format or \"*\".");

    public static MalformedPolicyException Missing(string field) => new($"Missing required field {field}");

    public static MalformedPolicyException Prohibited(string field) => new($"Has prohibited field {field}");

    public static MalformedPolicyException Principal(string type, string value) => new($"Invalid principal in policy: \"{type}\":\"{value}\"");

    public static MalformedPolicyException TooLong(int maxCharacters) => new($"Cannot exceed quota for PolicySize: {maxCharacters}") { IsTooLong = true };
}
