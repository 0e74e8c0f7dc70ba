using System.Text;
using System.Text.Json;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>What a task is called by those who started it.</summary>
/// <param name="Id">The task.</param>
/// <param name="SourceArn">The queue that it empties.</param>
internal sealed record TaskHandle(Guid Id, string SourceArn)
{
    /// <summary>Reads a handle; <c>null</c> where the text is none.</summary>
    public static TaskHandle? TryParse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(text));
            return json.RootElement.GetProperty("taskId").TryGetGuid(out var id) && json.RootElement.GetProperty("sourceArn").GetString() is { } source ? new TaskHandle(id, source) : null;
        }
        catch (Exception none) when (none is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"taskId":"{{Id}}","sourceArn":"{{SourceArn}}"}"""));
}
