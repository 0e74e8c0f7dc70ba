using System.CommandLine;
using System.Net;
using Brasa.Core.Operations;
using Brasa.Sandbox;
using Brasa.Server;

var port = new Option<int>("--port") { Description = "TCP port, 0 for any free one.", DefaultValueFactory = _ => ServerOptions.DefaultPort };
var listen = new Option<string>("--listen") { Description = "Address to listen on; others than loopback with --auth on, and by TLS.", DefaultValueFactory = _ => "127.0.0.1" };
var data = new Option<string>("--data") { Description = "Where everything is stored.", DefaultValueFactory = _ => ServerOptions.DefaultDataDirectory };
var isolation = new Option<string>("--isolation") { Description = "What keeps functions apart.", DefaultValueFactory = _ => "sandbox" }.AcceptOnlyFromAmong("sandbox", "none");
var ociRuntime = new Option<string>("--oci-runtime") { Description = "What starts sandboxes: crun, runc or a path.", DefaultValueFactory = _ => "crun" };
var network = new Option<string?>("--network") { Description = "What functions reach: egress, or none. Where neither is given, egress if this machine allows it." }.AcceptOnlyFromAmong("egress", "none");
var allowCidr = new Option<string[]>("--allow-cidr") { Description = "A private IPv4 network that functions reach all the same, as 10.20.0.0/16. May be repeated.", DefaultValueFactory = _ => [] };
var fileSystem = new Option<string[]>("--file-system") { Description = "A directory that functions are given as a file system, as ACCESS_POINT_ARN=DIRECTORY. May be repeated.", DefaultValueFactory = _ => [] };
var networks = new Option<string?>("--networks") { Description = "A JSON file that declares networks which functions are connected to by their VpcConfig." };
var auth = new Option<string>("--auth") { Description = "Whether requests must be signed with a key that is known, and are allowed by policies: on, or off.", DefaultValueFactory = _ => "off" }.AcceptOnlyFromAmong("on", "off");
var newRootKey = new Option<string?>("--new-root-key") { Description = "Makes another key for the root user of an account, by default 000000000000, and prints it.", Arity = ArgumentArity.ZeroOrOne, HelpName = "ACCOUNT" };
var tlsCert = new Option<string?>("--tls-cert") { Description = "A PEM file with the certificate for TLS, its issuers after it. Where TLS is needed and it is not given, the server makes one." };
var tlsKey = new Option<string?>("--tls-key") { Description = "A PEM file with the key of that certificate." };
var accountConcurrency = new Option<int>("--account-concurrency") { Description = "How many invocations an account may run at once in a region.", DefaultValueFactory = _ => 1_000 };
var prices = new Option<string?>("--prices") { Description = "A JSON file with prices of your own, beside AWS's, for what functions use." };
var budgets = new Option<string?>("--budgets") { Description = "A JSON file that declares budgets, and who is told when one is reached." };

ServerOptions Read(ParseResult result) => new()
{
    Port = result.GetValue(port),
    Listen = AddressOf(result.GetValue(listen)!),
    DataDirectory = Path.GetFullPath(result.GetValue(data)!),
    Isolation = result.GetValue(isolation) == "none" ? Isolation.None : Isolation.Sandbox,
    OciRuntime = result.GetValue(ociRuntime)!,
    Network = result.GetValue(network) switch { "egress" => SandboxNetwork.Egress, "none" => SandboxNetwork.None, _ => SandboxNetwork.EgressWherePossible },
    AllowedCidrs = result.GetValue(allowCidr)!,
    FileSystems = result.GetValue(fileSystem)!,
    NetworksPath = PathOf(result.GetValue(networks)),
    Authenticates = result.GetValue(auth) == "on",
    NewRootKeyAccount = result.GetResult(newRootKey) is null ? null : result.GetValue(newRootKey) ?? RequestContext.DefaultAccount,
    TlsCertificatePath = PathOf(result.GetValue(tlsCert)),
    TlsKeyPath = PathOf(result.GetValue(tlsKey)),
    PricesPath = PathOf(result.GetValue(prices)),
    BudgetsPath = PathOf(result.GetValue(budgets)),
    AccountConcurrency = result.GetValue(accountConcurrency),
};

IPAddress AddressOf(string text) =>
    text == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(text, out var address) ? address : IPAddress.None;

string? PathOf(string? text) => text is null ? null : Path.GetFullPath(text);

var up = new Command("up", "Runs the server until it is told to end.") { port, listen, data, isolation, ociRuntime, network, allowCidr, fileSystem, networks, auth, newRootKey, tlsCert, tlsKey, accountConcurrency, prices, budgets };
up.SetAction((result, ct) => BrasaServer.RunAsync(Read(result), ct));

var findings = new Option<bool>("--findings") { Description = "Looks closer, at all that brasa doctor tells." };
var inspect = new Command("inspect", "Prints as JSON what this machine offers the server.") { data, ociRuntime, findings };
inspect.SetAction((result, ct) => HostInspection.PrintAsync(Path.GetFullPath(result.GetValue(data)!), result.GetValue(ociRuntime)!, result.GetValue(findings), Console.Out, ct));

var root = new RootCommand("The Brasa server: AWS Lambda on your own machine.") { up, inspect };
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
