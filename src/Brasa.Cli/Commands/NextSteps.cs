using Brasa.Cli.Examples;
using Brasa.Cli.Lambda;

namespace Brasa.Cli.Commands;

/// <summary>What to do once quickstart has ended: commands to copy.</summary>
internal static class NextSteps
{
    public static void Show(Screen screen, Launcher launcher, QuickstartOptions options, Example example)
    {
        var aws = $"aws --endpoint-url {options.Endpoint} lambda";
        var payload = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(example.FolderIn(launcher.Root), Example.EventFile));

        screen.Title("Now with the AWS CLI (apt-get install awscli), or any AWS SDK with that endpoint and any credentials:");
        screen.Verbatim(
            $"""
            export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION={LambdaClient.Region} AWS_DEFAULT_REGION={LambdaClient.Region}
            {aws} list-functions --query 'Functions[].FunctionName'
            {aws} invoke --function-name {example.Name} --payload fileb://{payload} --log-type Tail --query LogResult --output text response.json | base64 -d
            cat response.json
            """);
        screen.Blank();
        screen.Title("Stop the server; what it stores stays:");
        screen.Verbatim($"{(Environment.IsPrivilegedProcess && HasSudo ? "sudo " : "")}{launcher.Command} down{options.GivenData}");
    }

    private static bool HasSudo => Environment.GetEnvironmentVariable("SUDO_USER") is not null;
}
