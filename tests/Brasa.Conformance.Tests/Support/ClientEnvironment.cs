using System.Diagnostics;

namespace Brasa.Conformance.Tests.Support;

/// <summary>The environment of AWS clients: nothing of the machine's configuration, so that tests mean the same everywhere.</summary>
internal static class ClientEnvironment
{
    public static void Set(ProcessStartInfo start)
    {
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["NODE_NO_WARNINGS"] = "1";
        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["AWS_DATA_PATH"] = Repository.AwsModels;
    }
}
