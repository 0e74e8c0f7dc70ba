using System.Globalization;
using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Services.Logs.Insights.Fields;

/// <summary>Names one event, as <c>@ptr</c>.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Stream">The stream's.</param>
/// <param name="Position">The event's place.</param>
internal sealed record LogPointer(string Group, string Stream, LogPosition Position)
{
    public string Encode() => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Group}:{Position.Timestamp}:{Position.Sequence}:{Stream}")));
}
