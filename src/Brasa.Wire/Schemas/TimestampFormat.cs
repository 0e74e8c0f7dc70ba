namespace Brasa.Wire.Schemas;

/// <summary>How a point in time is spelled on the wire.</summary>
public enum TimestampFormat
{
    /// <summary>Seconds since 1970, with a fraction: <c>1515531081.123</c>.</summary>
    EpochSeconds,

    /// <summary>RFC 3339: <c>2018-01-09T20:51:21.123Z</c>.</summary>
    DateTime,

    /// <summary>RFC 9110: <c>Tue, 09 Jan 2018 20:51:21 GMT</c>.</summary>
    HttpDate,
}
