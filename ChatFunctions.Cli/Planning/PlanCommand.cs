using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Planning;

/// <summary>Estimates the resources and costs of a chat, without a server.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandRunner runner)
    {
        var usual = new Load();
        var users = Number("--users", "Daily active users", 100);
        var rooms = Number("--rooms", "Active rooms per day", 20);
        var messages = Number("--messages-per-day", "Messages sent per day", 2_000);
        var fanOut = Number("--fan-out", "Average number of connected recipients per message", 5);
        var hours = Number("--hours-online", "Hours that each user is connected per day", usual.HoursOnline, most: 24);
        var peak = Number("--peak", "Peak load as a multiple of the average", usual.Peak);
        var bytes = Number("--message-bytes", "Size of a live message: its text plus about 400 bytes", usual.MessageBytes);
        var months = Number("--months", "Months of stored messages", usual.Months);
        var memory = Number("--memory", "Instance memory in MB: 512, 2048 or 4096", usual.MemoryMB);
        memory.AcceptOnlyFromAmong("512", "2048", "4096");
        return runner.Make("plan", "Estimate the resources and monthly cost for a given load. Works offline", (call, client, _) =>
        {
            var plan = Plan.Of(
                new Load
                {
                    Users = call.GetValue(users),
                    Rooms = call.GetValue(rooms),
                    MessagesPerDay = call.GetValue(messages),
                    FanOut = call.GetValue(fanOut),
                    HoursOnline = call.GetValue(hours),
                    Peak = call.GetValue(peak),
                    MessageBytes = call.GetValue(bytes),
                    Months = call.GetValue(months),
                    MemoryMB = call.GetValue(memory),
                },
                PriceList.Default);
            Show(plan, client.Screen);
            return Task.CompletedTask;
        }, users, rooms, messages, fanOut, hours, peak, bytes, months, memory);
    }

    private static void Show(Plan plan, Screen screen)
    {
        if (screen.Json)
        {
            screen.Show(JsonSerializer.SerializeToElement(plan, PlanJson.Default.Plan));
            return;
        }

        var table = new ListTable("per month", "amount#", "$#");
        AddAll(table, plan.Costs, "ChatFunctions", plan.Total);
        table.Add(new Piece(""), new Piece(""), new Piece(""));
        AddAll(table, plan.AlwaysOn, "Always-on servers", plan.AlwaysOnTotal);
        screen.Table(table);
        screen.Done("");
        screen.Done(
            $"At peak load: {Amount(plan.Usage.PeakConnections)} connections, {Amount(plan.Usage.PeakExecutionsASecond)} calls per second, "
            + $"{Amount(plan.Usage.PeakStorageRequestsASecond)} storage requests per second, {Amount(plan.StorageAccounts)} storage account(s).");
        screen.Done($"List prices as of {plan.PricesAsOf}, in US dollars. Assumptions: docs/scale-and-cost.md");
    }

    private static void AddAll(ListTable table, IReadOnlyList<Cost> costs, string whose, double total)
    {
        foreach (var cost in costs)
        {
            table.Add(new Piece(cost.What), new Piece(Amount(cost.Amount)), new Piece(Dollars(cost.Dollars)));
        }

        table.Add(new Piece(whose, Styles.Bold), new Piece(""), new Piece(Dollars(total), Styles.Bold));
    }

    private static string Amount(double amount) => amount.ToString(amount < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private static string Dollars(double dollars) => dollars.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static Option<double> Number(string name, string description, double usual, double most = 1e12)
    {
        var option = new Option<double>(name) { Description = $"{description} ({Amount(usual)})", HelpName = "n", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && !(double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most))
            {
                result.AddError($"{name} must be a number from 0 to {Amount(most)}.");
            }
        });
        return option;
    }
}
