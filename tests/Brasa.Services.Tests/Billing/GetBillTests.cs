using Brasa.Contracts.Operator;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Metering;
using Brasa.Core.Operations;
using Brasa.Services.Billing;

namespace Brasa.Services.Tests.Billing;

public sealed class GetBillTests
{
    private readonly SampleUsage usage = new() { Unmetered = 5 };

    public GetBillTests() => usage.Rows.AddRange(
    [
        SampleUsage.Row(new UsageSums { Requests = 1 }),
        SampleUsage.Row(new UsageSums { Requests = 2 }, account: "222222222222"),
        SampleUsage.Row(new UsageSums { Requests = 4 }, SampleUsage.March - 1),
    ]);

    [Fact]
    public async Task An_account_is_told_its_own_usage_of_the_present_month()
    {
        var bill = await GetAsync(new GetBillRequest(), "222222222222");

        Assert.Equal(("2026-03", "USD", 5L), (bill.Month, bill.Currency, bill.Unmetered));
        Assert.Equal("arn:aws:lambda:us-east-1:222222222222:function:hello", Assert.Single(bill.Rows).Key);
        Assert.Equal((2L, "0.0000004", "0.0000004"), (bill.Total.Requests, bill.Total.Charge, bill.Total.AwsCharge));
    }

    [Fact]
    public async Task The_operator_is_told_everybodys() =>
        Assert.Equal(3, (await GetAsync(new GetBillRequest { By = Contracts.Operator.BillBy.Account }, RequestContext.DefaultAccount)).Total.Requests);

    [Fact]
    public async Task Another_month_is_asked_for_by_name() => Assert.Equal(4, (await GetAsync(new GetBillRequest { Month = "2026-02" }, "111111111111")).Total.Requests);

    [Fact]
    public async Task What_is_no_month_is_refused() => await Assert.ThrowsAnyAsync<AwsException>(() => GetAsync(new GetBillRequest { Month = "9999-12" }, "111111111111"));

    private Task<GetBillResponse> GetAsync(GetBillRequest request, string account) => new GetBill(usage, SampleUsage.Prices, SampleUsage.Prices).HandleAsync(
        request,
        new RequestContext
        {
            RequestId = "id",
            Account = account,
            Region = "us-east-1",
            Principal = new AccountPrincipal(account),
            Endpoint = "http://localhost",
            Time = new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.Zero),
        },
        TestContext.Current.CancellationToken);
}
