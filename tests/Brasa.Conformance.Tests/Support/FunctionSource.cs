namespace Brasa.Conformance.Tests.Support;

/// <summary>A function's code and what runs it.</summary>
internal sealed record FunctionSource(string Runtime, string Handler, byte[] Package)
{
    public static FunctionSource Python(string runtime, string code) => new(runtime, "index.handler", Zip.Of(("index.py", code)));

    public static FunctionSource Node(string runtime, string code) => new(runtime, "index.handler", Zip.Of(("index.js", code)));
}
