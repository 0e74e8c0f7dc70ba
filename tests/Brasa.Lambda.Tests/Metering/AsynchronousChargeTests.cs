using Brasa.Core.Metering;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Metering;

public sealed class AsynchronousChargeTests : JournalTest
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(256 * 1024, 0)]
    [InlineData((256 * 1024) + 1, 1)]
    [InlineData(320 * 1024, 1)]
    [InlineData((320 * 1024) + 1, 2)]
    [InlineData(1024 * 1024, 12)]
    public void An_event_counts_once_up_to_256_KB_and_once_more_for_each_further_64(int bytes, int extra) => Assert.Equal(extra, AsynchronousCharge.ExtraRequestsOf(bytes));

    [Fact]
    public void What_is_charged_beside_one_and_what_was_streamed_is_in_the_sums()
    {
        Run(Meter(), invocation: new PendingInvocation
        {
            RequestId = Guid.NewGuid().ToString(), Payload = default, InvokedArn = "", TraceId = "", ExtraRequests = AsynchronousCharge.ExtraRequestsOf(1024 * 1024), StreamedBytes = 7,
        });
        SumUp();

        Assert.Equal((1, 12, 7), (Stored().Requests, Stored().ExtraRequests, Stored().StreamedBytes));
    }
}
