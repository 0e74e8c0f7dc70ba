using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Logs;

/// <summary>Which log group a function logs to, and in which region.</summary>
internal sealed partial record FunctionLog(string GroupName, string Region)
{
    private const string SigningName = "lambda";
    private const string DefaultPrefix = "/aws/lambda/";

    /// <summary>Asks for the function's configuration; one that does not exist any more may have left a log where functions log by default.</summary>
    /// <param name="aws">The server.</param>
    /// <param name="function">Its name or ARN, whole or partial, with or without a version or alias.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="CliException">That is no function's name, or the server does not answer or refused.</exception>
    public static async Task<FunctionLog> FindAsync(AwsClient aws, string function, CancellationToken ct)
    {
        var form = Form.Match(function);
        if (!form.Success) throw new CliException($"{function} is no name or ARN of a function.");
        var region = form.Groups["region"] is { Success: true } named ? named.Value : aws.Caller.Region;
        var group = $"{DefaultPrefix}{form.Groups["name"].Value}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/configuration");
            using var response = await aws.SendAsync(request, SigningName, region, ct);
            var logging = await response.Content.ReadFromJsonAsync(FunctionLoggingJson.Default.FunctionLogging, ct);
            return new FunctionLog(logging?.LoggingConfig?.LogGroup ?? group, region);
        }
        catch (RefusedException refused) when (refused.Refusal.IsOfNothing)
        {
            return new FunctionLog(group, region);
        }
        catch (JsonException)
        {
            throw new CliException($"what answers at {aws.Address} is no Lambda. Name another server with --endpoint.");
        }
    }

    /// <remarks>As the model of Lambda has it: <c>NamespacedFunctionName</c>.</remarks>
    [GeneratedRegex(@"\A(arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-z]{2}(-[a-z]+)+-\d):)?(\d{12}:)?(function:)?(?<name>[a-zA-Z0-9-_]{1,140})(:(\$LATEST|[a-zA-Z0-9-_]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
