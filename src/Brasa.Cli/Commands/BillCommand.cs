using System.CommandLine;
using System.Globalization;
using Brasa.Cli.Billing;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa bill</c>: what functions have used in a month, and what that costs.</summary>
internal static class BillCommand
{
    /// <summary>Bars of the chart; the rest of a long bill is in the table.</summary>
    private const int MostBars = 20;

    public static Command Create(Screen screen)
    {
        var client = new ClientOptions();
        var by = new Option<string>("--by") { Description = "What rows are about.", DefaultValueFactory = _ => "function" }.AcceptOnlyFromAmong("function", "account", "tag", "day");
        var month = new Option<string?>("--month") { Description = "The month, as 2026-01; where it is not given, the present one.", HelpName = "YYYY-MM" };
        var json = new Option<bool>("--json") { Description = "Prints JSON, with all digits." };
        var csv = new Option<bool>("--csv") { Description = "Prints the rows as CSV, with all digits." };
        var command = client.AddTo(new Command("bill", "Shows what functions have used in a month, what that costs, and what AWS would have charged.") { by, month, json, csv });
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv)) result.AddError("--json and --csv exclude each other.");
        });
        command.SetAction(async (result, ct) =>
        {
            using var aws = client.Connect(result);
            var bill = await Bill.ReadAsync(aws, result.GetValue(by)!, result.GetValue(month), ct);
            if (result.GetValue(json)) screen.Raw(bill.ToJson() + "\n");
            else if (result.GetValue(csv)) screen.Raw(bill.ToCsv());
            else Show(screen, bill);
            return 0;
        });
        return command;
    }

    internal static void Show(Screen screen, Bill bill)
    {
        screen.Title($"{bill.Month}, by {bill.By}: {Amount(bill.Total.Charge)} {bill.Currency}; AWS would have charged {Amount(bill.Total.AwsCharge)} USD");
        screen.Table(["", "Requests", "Billed ms", "GB-s", bill.Currency, "on AWS, USD"], bill.Rows.Append(bill.Total).Select(row => (string[])
            [row.Key, Count(row.Requests), Count(row.BilledMs), row.GbSeconds.ToString("0.###", CultureInfo.InvariantCulture), Amount(row.Charge), Amount(row.AwsCharge)]));
        screen.Chart(bill.Rows.Where(row => row.Charge > 0).Take(bill.By == "day" ? bill.Rows.Count : MostBars).Select(row => (ShortKey(row.Key), (double)row.Charge)), Amount);
        if (bill.Unmetered > 0) screen.Note($"{Count(bill.Unmetered)} invocations since the server's start are not in it: the disk was full.");
    }

    /// <summary>A function's name, where the key is its ARN.</summary>
    private static string ShortKey(string key) => key.StartsWith("arn:", StringComparison.Ordinal) ? key[(key.LastIndexOf(':') + 1)..] : key;

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.00########", CultureInfo.InvariantCulture);

    private static string Amount(double amount) => Amount((decimal)amount);
}
