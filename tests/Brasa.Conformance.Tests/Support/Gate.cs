namespace Brasa.Conformance.Tests.Support;

/// <summary>
/// A barrier that reaches into sandboxes: functions with <see cref="Code"/> wait until their account has a function of the name
/// <see cref="Name"/>, which they look for through their own AWS endpoint.
/// </summary>
internal static class Gate
{
    public const string Name = "gate";

    /// <summary>The line that a function logs when it stands before the gate.</summary>
    public const string Reached = "at the gate";

    /// <summary>Python to put before a handler: <c>wait()</c> gives the status of the answer that let it through.</summary>
    public const string Code = """
        import os, time, urllib.error, urllib.request

        def wait():
            print("at the gate", flush=True)
            gate = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/2015-03-31/functions/gate/invocations",
                data=b"{}", headers={"X-Amz-Invocation-Type": "DryRun"})
            while True:
                try:
                    return urllib.request.urlopen(gate).status
                except urllib.error.HTTPError as error:
                    if error.code != 404:
                        return error.code
                time.sleep(0.05)


        """;

    /// <summary>Lets every function of the account through.</summary>
    public static Task OpenAsync(Lambda lambda, FunctionSource any) => lambda.CreateAsync(Name, any);
}
