namespace Brasa.Services.Logs.Insights.Values;

/// <summary>Computes a value of a row.</summary>
internal delegate QueryValue Expression(QueryRow row);
