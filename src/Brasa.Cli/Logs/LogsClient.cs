using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Logs;

/// <summary>The operations of CloudWatch Logs that reading takes, by the protocol AWS JSON 1.1.</summary>
/// <remarks>CloudWatch Logs API reference.</remarks>
internal sealed class LogsClient(AwsClient aws, string region)
{
    private const string SigningName = "logs";
    private const string Target = "Logs_20140328";

    /// <summary>The group of that name; <c>null</c> where there is none.</summary>
    /// <exception cref="CliException">The server does not answer, or refused.</exception>
    public async Task<LogGroup?> FindGroupAsync(string name, CancellationToken ct)
    {
        // Names that begin with this one come after it.
        var found = await AskAsync("DescribeLogGroups", new DescribeLogGroups(name, 1), LogsJson.Default.DescribeLogGroups, LogsJson.Default.DescribedLogGroups, ct);
        return found.LogGroups is [{ } group, ..] && group.LogGroupName == name && (group.LogGroupArn ?? group.Arn) is { } arn
            ? new LogGroup(name, arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn) : null;
    }

    /// <summary>All lines from a time on, the oldest first, a page at a time.</summary>
    /// <exception cref="CliException">The server does not answer, or refused.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogEvent>> FilterAsync(LogGroup group, long start, string? pattern, [EnumeratorCancellation] CancellationToken ct)
    {
        string? token = null;
        do
        {
            var page = await AskAsync("FilterLogEvents", new FilterLogEvents(group.Arn, start, pattern, token), LogsJson.Default.FilterLogEvents, LogsJson.Default.FilteredLogEvents, ct);
            if (page.Events is { Count: > 0 } events) yield return events;
            token = page.NextToken;
        }
        while (token is not null);
    }

    /// <summary>Begins a session that brings every line from now on; returns when it has begun.</summary>
    /// <exception cref="CliException">The server does not answer, or refused.</exception>
    /// <exception cref="TailBrokenException">The session ended before it began.</exception>
    public async Task<LiveTail> OpenTailAsync(LogGroup group, string? pattern, CancellationToken ct)
    {
        var response = await SendAsync("StartLiveTail", new StartLiveTail([group.Arn], pattern), LogsJson.Default.StartLiveTail, ct);
        return await LiveTail.BeginAsync(response, ct);
    }

    private async Task<TAnswer> AskAsync<TAsked, TAnswer>(string operation, TAsked asked, JsonTypeInfo<TAsked> askedType, JsonTypeInfo<TAnswer> answerType, CancellationToken ct)
    {
        using var response = await SendAsync(operation, asked, askedType, ct);
        try
        {
            return await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(ct), answerType, ct) ?? throw new JsonException("nothing");
        }
        catch (JsonException)
        {
            throw new CliException($"what answers at {aws.Address} is no CloudWatch Logs. Name another server with --endpoint.");
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw new UnreachedException($"{aws.Address} stopped amid its answer: {lost.Message}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync<T>(string operation, T asked, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(asked, type)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"{Target}.{operation}");
        return await aws.SendAsync(request, SigningName, region, ct);
    }
}

/// <summary>A log group, by name and ARN.</summary>
internal sealed record LogGroup(string Name, string Arn);
