using System.Text;
using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>What an SDK made of a response.</summary>
internal sealed class Answer(JsonObject json)
{
    public int Status => (int?)json["status"] ?? 0;

    /// <summary>The error's code, or <c>null</c> after a success.</summary>
    public string? Code => (string?)json["error"]?["code"];

    public string? Message => (string?)json["error"]?["message"];

    /// <summary>The error's <c>Reason</c>, where it has one.</summary>
    public string? Reason => (string?)json["error"]?["reason"];

    /// <summary>The SDK's own exception class, or <c>null</c> after a success.</summary>
    public string? ErrorClass => (string?)json["error"]?["class"];

    public JsonObject Result => json["result"]?.AsObject() ?? throw new InvalidOperationException($"The call failed: {json["error"]}");

    public string Text(string member) => (string)Result[member]!;

    public string? Header(string name) => (string?)json["headers"]?[name];

    /// <summary>A member that is bytes, as UTF-8.</summary>
    public string Utf8(string member) => Encoding.UTF8.GetString(Convert.FromBase64String((string)Result[member]![Bytes.Mark]!));

    /// <summary>This, or a failure that shows why the call was not answered as it should.</summary>
    public Answer Succeeded()
    {
        Assert.True(Code is null, $"{Code}: {Message}");
        return this;
    }

    /// <summary>Checks that the call was refused with exactly this.</summary>
    public void IsRefused(int status, string code, string message)
    {
        Assert.Equal((status, code, message), (Status, Code, Message));
    }
}
