using System.Globalization;

namespace Brasa.Services.Tests.Iam.Policies.Support;

/// <summary>How often tests with random data run: <c>BRASA_TEST_ITERATIONS</c> times as often in a soak.</summary>
internal static class Iterations
{
    private static readonly int Factor = int.Parse(Environment.GetEnvironmentVariable("BRASA_TEST_ITERATIONS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Runs a test with the seeds from zero on; what fails tells its seed.</summary>
    public static void Run(int count, Action<Random> test)
    {
        for (var seed = 0; seed < count * Factor; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                test(new Random(seed));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}: {failure}");
            }
        }
    }
}
