using System.Globalization;
using Brasa.Contracts.Operator;
using Brasa.Core.Errors;
using Brasa.Core.Metering;
using Brasa.Core.Operations;

namespace Brasa.Services.Billing;

/// <summary>Makes a month's bill: an account's own, or everybody's for the operator.</summary>
internal sealed class GetBill(IUsage usage, PriceBook own, PriceBook aws) : IOperation<GetBillRequest, GetBillResponse>
{
    public Task<GetBillResponse> HandleAsync(GetBillRequest request, RequestContext context, CancellationToken ct)
    {
        var month = request.Month is { } text ? Month.Parse(text) ?? throw AwsException.Validation($"There is no month {text}.") : Month.Of(context.Time);
        var by = request.By ?? Contracts.Operator.BillBy.Function;
        var account = context.Principal.Account;
        var rows = usage.Read(month.From, month.Before, IsOperator(account) ? null : account);
        var bill = Bill.Of(rows, own, aws, ReadBy(by));
        return Task.FromResult(new GetBillResponse
        {
            Month = month.Text,
            By = by,
            Currency = own.Currency,
            Rows = [.. bill.Lines.Select(Describe)],
            Total = Describe(bill.Total),
            Unmetered = usage.Unmetered,
        });
    }

    /// <summary>Whether an account is that of whoever runs the server.</summary>
    private static bool IsOperator(string account) => account == RequestContext.DefaultAccount;

    private static BillBy ReadBy(Contracts.Operator.BillBy by) =>
        by == Contracts.Operator.BillBy.Account ? BillBy.Account
        : by == Contracts.Operator.BillBy.Tag ? BillBy.Tag
        : by == Contracts.Operator.BillBy.Day ? BillBy.Day
        : BillBy.Function;

    private static BillRow Describe(BillLine line) => new()
    {
        Key = line.Key,
        Requests = line.Sums.Requests,
        BilledMs = line.Sums.BilledMs,
        InitMs = line.Sums.InitMs,
        GbSeconds = Text(line.GbSeconds),
        Charge = Text(line.Charge),
        AwsCharge = Text(line.AwsCharge),
    };

    /// <summary>All digits, and no zeros after the last.</summary>
    private static string Text(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
