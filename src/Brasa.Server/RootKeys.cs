using System.Xml.Linq;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;

namespace Brasa.Server;

/// <summary>
/// The keys of the default account's root user, for who has lost them but runs the server: IAM is asked as by that user, inside the server and
/// therefore unsigned.
/// </summary>
internal sealed class RootKeys(ServiceDefinition iam, TimeProvider clock, ILoggerFactory loggers)
{
    /// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
    private const int MostKeys = 2;

    private readonly AwsEndpoint endpoint = new([iam], new LocalAuthorizer(), clock, loggers.CreateLogger<AwsEndpoint>());

    /// <summary>Makes another key. Where there are two, a disabled one goes, the older first; where both are in use, none is made.</summary>
    public async Task<AddedKey> AddAsync()
    {
        var present = (await AskAsync("ListAccessKeys")).Elements("member")
            .Where(key => key.Element("AccessKeyId") is not null)
            .OrderBy(key => (DateTimeOffset)key.Element("CreateDate")!).ToList();
        string? removed = null;
        if (present.Count >= MostKeys)
        {
            removed = (string?)present.Find(key => (string?)key.Element("Status") == "Inactive")?.Element("AccessKeyId");
            if (removed is null) return new AddedKey(null, null, [.. present.Select(key => (string)key.Element("AccessKeyId")!)]);
            await AskAsync($"DeleteAccessKey&AccessKeyId={removed}");
        }

        var made = await AskAsync("CreateAccessKey");
        return new AddedKey(((string)made.Element("AccessKeyId")!, (string)made.Element("SecretAccessKey")!), removed, []);
    }

    /// <summary>What there is directly below the result, without XML's namespaces.</summary>
    private async Task<XElement> AskAsync(string action)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<ICallerFeature>(new Root());
        http.Request.Method = HttpMethods.Post;
        http.Request.Path = "/";
        http.Request.ContentType = "application/x-www-form-urlencoded";
        var body = System.Text.Encoding.ASCII.GetBytes($"Action={action}&Version=2010-05-08");
        http.Request.ContentLength = body.Length;
        http.Request.Body = new MemoryStream(body);
        var answer = new MemoryStream();
        http.Response.Body = answer;
        await endpoint.InvokeAsync(http);
        await http.Response.CompleteAsync();
        answer.Position = 0;
        var document = XDocument.Load(answer).Root!;
        foreach (var element in document.DescendantsAndSelf()) element.Name = element.Name.LocalName;
        return http.Response.StatusCode == StatusCodes.Status200OK
            ? document.Elements().First().Elements().FirstOrDefault(element => element.HasElements) ?? new XElement("none")
            : throw new InvalidDataException($"The root user's keys cannot be changed: {document.Value.Trim()}");
    }

    private sealed class Root : ICallerFeature
    {
        public Principal Principal { get; } = new AccountPrincipal(RequestContext.DefaultAccount);

        public string Region => RequestContext.DefaultRegion;
    }
}

/// <summary>What came of making another key.</summary>
/// <param name="Key">Its id and secret; <c>null</c> where none was made.</param>
/// <param name="Removed">The id of the disabled one that it took the place of; <c>null</c> where none had to go.</param>
/// <param name="InUse">Where none was made, the ids of those in the way.</param>
internal sealed record AddedKey((string Id, string Secret)? Key, string? Removed, IReadOnlyList<string> InUse);
