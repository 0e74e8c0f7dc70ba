using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;
using Brasa.Wire.Operations;

namespace Brasa.Services.Logs;

/// <summary>What requests are about, by ARN: policies are asked about that.</summary>
/// <remarks>Service authorization reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs"; groups are named as AWS's refusals name them.</remarks>
internal static class LogResources
{
    /// <summary>Operations on a stream, not on its group.</summary>
    private static readonly HashSet<string> OnStreams = ["DeleteLogStream", "GetLogEvents", "PutLogEvents"];

    /// <summary>Operations that list groups: they are about all.</summary>
    private static readonly HashSet<string> OnAllGroups = ["DescribeLogGroups", "ListLogGroups"];

    /// <summary>The ARN of the group or stream that a request names; <c>*</c> where it names none.</summary>
    public static string Of(OperationDescriptor operation, object request, RequestContext context)
    {
        string? Read(string member) => operation.Input.ReadText(request, member);

        if (OnAllGroups.Contains(operation.Name)) return OfGroup(context, "");
        if (Read("resourceArn") is { } tagged) return LogGroups.IsArn(tagged) && !IsElsewhere(context, tagged) ? StoredGroup.ArnOf(LogGroups.KeyOf(context, LogGroups.NameOf(context, tagged))) : tagged;
        if ((Read("logGroupName") ?? Read("logGroupIdentifier") ?? Read("resourceIdentifier")) is not { } identifier) return "*";
        var group = IsElsewhere(context, identifier) ? OfArn(identifier) : OfGroup(context, LogGroups.NameOf(context, identifier));
        return OnStreams.Contains(operation.Name) ? group + Read("logStreamName") : group;
    }

    /// <summary>Whether an ARN is of another place, whose groups no request reaches; what it says is asked about as it stands.</summary>
    private static bool IsElsewhere(RequestContext context, string identifier) => Arn.TryParse(identifier) is { } arn
        && (arn.Partition, arn.Account, arn.Region) != (Arn.DefaultPartition, context.Account, context.Region);

    /// <summary>A group as operations on groups are about it.</summary>
    public static string OfGroup(RequestContext context, string name) => OfArn(StoredGroup.ArnOf(LogGroups.KeyOf(context, name)));

    private static string OfArn(string arn) => $"{(arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn)}:log-stream:";
}
