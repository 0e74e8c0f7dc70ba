using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Tags;

namespace Brasa.Services.Logs.Groups;

/// <summary>Makes a log group.</summary>
internal sealed class CreateLogGroup(LogGroups groups) : IOperation<CreateLogGroupRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(CreateLogGroupRequest request, RequestContext context, CancellationToken ct)
    {
        var tags = request.Tags is { } wanted ? LogTags.Add(StoredGroup.NoTags, wanted) : StoredGroup.NoTags;
        await groups.ReplaceAsync(LogGroups.KeyOf(context, request.LogGroupName), (group, count) =>
        {
            if (group is not null) throw new ResourceAlreadyExistsException("The specified log group already exists");
            if (count >= LogGroups.Most) throw LogErrors.TooMany;
            return new StoredGroup
            {
                Name = request.LogGroupName,
                CreatedAt = context.Time.ToUnixTimeMilliseconds(),
                Class = request.LogGroupClass?.Value ?? StoredGroup.Standard,
                KmsKeyId = request.KmsKeyId,
                IsProtected = request.DeletionProtectionEnabled ?? false,
                Tags = tags,
            };
        }, ct);
        return NoOutput.Value;
    }
}
