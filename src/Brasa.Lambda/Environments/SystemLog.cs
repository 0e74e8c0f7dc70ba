using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>How much a line of the platform matters; those below a function's <c>SystemLogLevel</c> are not printed.</summary>
internal enum SystemLevel
{
    Debug,
    Info,
    Warn,
}

/// <summary>The platform's lines in the format that a function's <c>LoggingConfig</c> asks for. In text there are no levels, and no lines that AWS has in JSON alone.</summary>
/// <remarks>
/// AWS Lambda developer guide, "Lambda Telemetry API Event schema reference" for the records, "Log-level filtering" for the levels of each, and "Sending Lambda
/// function logs to CloudWatch Logs" for the lines of text.
/// </remarks>
/// <param name="isJson">Whether they are JSON.</param>
/// <param name="lowest">The level below which they are not printed.</param>
internal sealed class SystemLog(bool isJson, SystemLevel lowest)
{
    /// <summary>AWS's text format.</summary>
    public static readonly SystemLog Text = new(isJson: false, SystemLevel.Info);

    private const string Success = "success";

    /// <summary>What a function asks for.</summary>
    public static SystemLog Of(FunctionVersion function) => Of(function.LogFormat, function.SystemLogLevel);

    /// <summary>What its settings ask for.</summary>
    /// <param name="format">Its <c>LogFormat</c>.</param>
    /// <param name="level">Its <c>SystemLogLevel</c>.</param>
    public static SystemLog Of(string format, string? level) => format != FunctionVersion.Json ? Text : new SystemLog(isJson: true, level switch
    {
        "DEBUG" => SystemLevel.Debug,
        "WARN" => SystemLevel.Warn,
        _ => SystemLevel.Info,
    });

    /// <summary>An environment begins to load its function.</summary>
    public byte[][] InitStart(DateTimeOffset now, InitStart start) => !isJson
        ? [Line($"INIT_START Runtime Version: {start.RuntimeVersion}\tRuntime Version ARN: {start.RuntimeVersionArn}")]
        : Json(SystemLevel.Info, now, "platform.initStart", record =>
        {
            record.WriteString("initializationType", TypeOf(start.IsProvisioned));
            record.WriteString("phase", "init");
            record.WriteString("runtimeVersion", start.RuntimeVersion);
            record.WriteString("runtimeVersionArn", start.RuntimeVersionArn);
            record.WriteString("functionName", start.FunctionName);
            record.WriteString("functionVersion", start.FunctionVersion);
        });

    /// <summary>Loading the function has ended.</summary>
    public byte[][] InitEnd(DateTimeOffset now, InitReport report)
    {
        if (!isJson) return report.Status is null ? [] : [Line(report.ToString())];
        return
        [
            .. Json(report.Status is null ? SystemLevel.Debug : SystemLevel.Warn, now, "platform.initRuntimeDone", record => WriteInit(record, report)),
            .. Json(report.Status is not null ? SystemLevel.Warn : report.IsProvisioned ? SystemLevel.Info : SystemLevel.Debug, now, "platform.initReport", record =>
            {
                WriteInit(record, report);
                record.WriteStartObject("metrics");
                WriteMilliseconds(record, "durationMs", report.Duration);
                record.WriteEndObject();
            }),
        ];
    }

    /// <summary>An invocation begins.</summary>
    public byte[][] Start(DateTimeOffset now, string requestId, string version) => !isJson
        ? [Line($"START RequestId: {requestId} Version: {version}")]
        : Json(SystemLevel.Info, now, "platform.start", record =>
        {
            record.WriteString("requestId", requestId);
            record.WriteString("version", version);
        });

    /// <summary>What a line of text says of an invocation's end; in JSON its records do.</summary>
    public byte[][] Say(string line) => isJson ? [] : [Line(line)];

    /// <summary>An invocation ends.</summary>
    public byte[][] End(DateTimeOffset now, InvocationReport report)
    {
        if (!isJson) return [Line($"END RequestId: {report.RequestId}"), Line(report.ToString())];
        return
        [
            .. Json(report.Status is null ? SystemLevel.Debug : SystemLevel.Warn, now, "platform.runtimeDone", record =>
            {
                record.WriteString("requestId", report.RequestId);
                WriteStatus(record, report.Status, report.ErrorType);
                record.WriteStartObject("metrics");
                WriteMilliseconds(record, "durationMs", report.Duration);
                record.WriteEndObject();
            }),
            .. Json(report.Status is null ? SystemLevel.Info : SystemLevel.Warn, now, "platform.report", record => WriteReport(record, report)),
        ];
    }

    private static void WriteReport(Utf8JsonWriter record, InvocationReport report)
    {
        record.WriteString("requestId", report.RequestId);
        record.WriteStartObject("metrics");
        WriteMilliseconds(record, "durationMs", report.Duration);
        record.WriteNumber("billedDurationMs", report.BilledMilliseconds);
        record.WriteNumber("memorySizeMB", report.MemoryMiB);
        record.WriteNumber("maxMemoryUsedMB", report.UsedMiB);
        if (report.InitDuration is { } init) WriteMilliseconds(record, "initDurationMs", init);
        record.WriteEndObject();
        WriteStatus(record, report.Status, report.ErrorType);
    }

    private static void WriteInit(Utf8JsonWriter record, InitReport report)
    {
        record.WriteString("initializationType", TypeOf(report.IsProvisioned));
        record.WriteString("phase", report.PhaseName);
        WriteStatus(record, report.Status, report.ErrorType);
    }

    private static void WriteStatus(Utf8JsonWriter record, string? status, string? errorType)
    {
        record.WriteString("status", status ?? Success);
        if (errorType is not null) record.WriteString("errorType", errorType);
    }

    private static void WriteMilliseconds(Utf8JsonWriter record, string name, TimeSpan time) => record.WriteNumber(name, Math.Round((decimal)time.TotalMilliseconds, 3));

    private static string TypeOf(bool isProvisioned) => isProvisioned ? "provisioned-concurrency" : "on-demand";

    private byte[][] Json(SystemLevel level, DateTimeOffset now, string type, Action<Utf8JsonWriter> writeRecord)
    {
        if (level < lowest) return [];
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("time", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteString("type", type);
            writer.WriteStartObject("record");
            writeRecord(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [bytes.WrittenSpan.ToArray()];
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text);
}
