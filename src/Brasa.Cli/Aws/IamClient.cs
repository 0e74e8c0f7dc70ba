using System.Xml;
using System.Xml.Linq;

namespace Brasa.Cli.Aws;

/// <summary>A key as IAM lists it.</summary>
internal sealed record ListedKey(string Id, string User, string Status, DateTimeOffset Created);

/// <summary>A key that was made; its secret is not told again.</summary>
internal sealed record NewKey(string Id, string User, string Secret);

/// <summary>The operations of IAM that have to do with access keys, by the Query protocol.</summary>
/// <param name="aws">Where to send requests, and as whom.</param>
/// <param name="user">Whose keys are meant; <c>null</c>: of whom the requests are signed by.</param>
/// <remarks>IAM API reference.</remarks>
internal sealed class IamClient(AwsClient aws, string? user)
{
    private const string SigningName = "iam";

    /// <summary>IAM is signed for here, wherever it is.</summary>
    private const string Region = "us-east-1";

    private const string Version = "2010-05-08";

    private static readonly XNamespace Names = "https://iam.amazonaws.com/doc/2010-05-08/";

    /// <summary>All keys, the oldest first: there are at most two, which are one page.</summary>
    /// <exception cref="CliException">The server refused.</exception>
    public async Task<IReadOnlyList<ListedKey>> ListAsync(CancellationToken ct) =>
        [.. (await SendAsync("ListAccessKeys", [], ct)).Descendants(Names + "member")
            .Select(key => new ListedKey(Text(key, "AccessKeyId"), Text(key, "UserName"), Text(key, "Status"), (DateTimeOffset)Child(key, "CreateDate")))
            .OrderBy(key => key.Created)];

    /// <inheritdoc cref="ListAsync"/>
    public async Task<NewKey> CreateAsync(CancellationToken ct)
    {
        var key = Child(Child(await SendAsync("CreateAccessKey", [], ct), "CreateAccessKeyResult"), "AccessKey");
        return new NewKey(Text(key, "AccessKeyId"), Text(key, "UserName"), Text(key, "SecretAccessKey"));
    }

    /// <inheritdoc cref="ListAsync"/>
    public Task SetStatusAsync(string id, bool isActive, CancellationToken ct) =>
        SendAsync("UpdateAccessKey", [new("AccessKeyId", id), new("Status", isActive ? "Active" : "Inactive")], ct);

    /// <inheritdoc cref="ListAsync"/>
    public Task DeleteAsync(string id, CancellationToken ct) => SendAsync("DeleteAccessKey", [new("AccessKeyId", id)], ct);

    private async Task<XElement> SendAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> form = [new("Action", action), new("Version", Version), .. parameters];
        if (user is not null) form.Add(new("UserName", user));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent(form) };
        using var response = await aws.SendAsync(request, SigningName, Region, ct);
        try
        {
            return XElement.Parse(await response.Content.ReadAsStringAsync(ct));
        }
        catch (XmlException)
        {
            throw NotIam();
        }
    }

    private XElement Child(XElement element, string name) => element.Element(Names + name) ?? throw NotIam();

    private string Text(XElement element, string name) => Child(element, name).Value;

    private CliException NotIam() => new($"what answers at {aws.Address} is no IAM. Give another address with --endpoint.");
}
