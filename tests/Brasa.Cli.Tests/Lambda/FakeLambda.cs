using System.Net;
using System.Text;

namespace Brasa.Cli.Tests.Lambda;

/// <summary>Answers each request by a script, in order, and remembers what was asked.</summary>
internal sealed class FakeLambda(params HttpResponseMessage[] answers) : HttpMessageHandler
{
    private readonly Queue<HttpResponseMessage> rest = new(answers);

    public List<string> Asked { get; } = [];

    public HttpClient Client => new(this) { BaseAddress = new Uri("http://lambda.test") };

    public static HttpResponseMessage Answer(HttpStatusCode status, string json, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) answer.Headers.Add(name, value);
        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath["/2015-03-31/functions".Length..]}");
        return Task.FromResult(rest.Dequeue());
    }
}
