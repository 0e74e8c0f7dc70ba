namespace Brasa.Services.Logs.Insights.Values;

/// <summary>What a value is.</summary>
internal enum ValueKind : byte
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number; 1 and 0 are true and false.</summary>
    Number,

    /// <summary>Milliseconds since 1970.</summary>
    Time,

    /// <summary>An object or array that was parsed.</summary>
    Json,
}
