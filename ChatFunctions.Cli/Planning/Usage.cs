namespace ChatFunctions.Cli.Planning;

/// <summary>
/// What a load asks of Azure, from what each call is known to cost: docs/performance.md measures it, and tests hold it. What
/// people do beside sending is assumed here, in constants.
/// </summary>
internal sealed record Usage
{
    /// <summary>How often a user opens the chat in a day.</summary>
    private const double Openings = 3;

    /// <summary>Rooms on the list that is read at each opening, and rooms that are looked into.</summary>
    private const double RoomsListed = 20;
    private const double RoomsOpened = 5;

    /// <summary>Of those who hear a message, who mark it as read by a call of its own; the others mark several at once.</summary>
    private const double Markers = 0.2;

    /// <summary>Calls that say that the sender is typing, for each message.</summary>
    private const double Typing = 1;

    private const double HeartbeatSeconds = 25;

    /// <summary>The lease's read and write, the leases after it and the list of rooms; then the head of each room that is open.</summary>
    private const double HeartbeatRequests = 4 + RoomsOpened;
    private const double TokenSeconds = 900;

    /// <summary>Executions a second that keep an instance of 2 GB and one CPU busy: cautious, since 250 us of CPU a send were measured.</summary>
    private const double ExecutionsASecond = 300;

    /// <summary>A message's rows but for what is sent live of it, a user's rows, a log entry of an execution.</summary>
    private const double RowBytes = 500;
    private const double UserBytes = 3_000;
    private const double LogBytes = 1_000;

    private const double SecondsADay = 86_400;
    private const double Gb = 1e9;

    /// <summary>At once, at the busiest time.</summary>
    public required double PeakConnections { get; init; }

    /// <summary>As SignalR Service counts them: for each who hears one, and in pieces.</summary>
    public required double LiveMessagesADay { get; init; }

    public required double ExecutionsADay { get; init; }

    /// <summary>In which instances work, times their memory.</summary>
    public required double GbSecondsADay { get; init; }

    public required double StorageRequestsADay { get; init; }

    /// <summary>Rows written and requests that read: what is billed at most.</summary>
    public required double StorageOperationsADay { get; init; }

    /// <summary>Rows that messages make in a day, which are what databases write elsewhere.</summary>
    public required double MessagesADay { get; init; }

    public required double StoredGb { get; init; }

    public required double LogGbADay { get; init; }

    /// <summary>How many times the day's average the busiest time is.</summary>
    public required double Peak { get; init; }

    public double PeakExecutionsASecond => Peak * ExecutionsADay / SecondsADay;

    public double PeakStorageRequestsASecond => Peak * StorageRequestsADay / SecondsADay;

    public double PeakLiveMessagesASecond => Peak * LiveMessagesADay / SecondsADay;

    public static Usage Of(Load load, PriceList prices)
    {
        var online = load.Users * load.HoursOnline * 3600;
        var (openings, messages) = (load.Users * Openings, load.MessagesPerDay);
        var heartbeats = online / HeartbeatSeconds;
        var tokens = online / TokenSeconds;
        var markers = messages * load.FanOut * Markers;
        var typing = messages * Typing;
        var activity = Activity(load);

        // Opening: negotiating, the service's words of connecting and leaving, the list, and a page of each room looked into.
        var executions = messages + typing + markers + heartbeats + tokens + (openings * (4 + RoomsOpened));
        var opening = 1 + (2 * RoomsListed) + (2 * RoomsOpened) + (1 + RoomsListed) + 6;
        var requests = messages + (2 * typing) + (4 * markers) + (HeartbeatRequests * heartbeats) + (2 * tokens) + (opening * openings) + activity;

        // A send is three rows in one request, a marker two.
        var operations = requests + (2 * messages) + markers;

        // A message, a marker, typing and coming or going are each heard by as many.
        var pieces = Math.Ceiling(load.MessageBytes / prices.SignalR.MessageBytes);
        var live = load.FanOut * ((messages * pieces) + typing + markers + (2 * openings));
        return new Usage
        {
            PeakConnections = Math.Min(load.Users, load.Peak * load.Users * load.HoursOnline / 24),
            LiveMessagesADay = live,
            ExecutionsADay = executions,
            GbSecondsADay = SecondsADay * BusyInstances(executions / SecondsADay, load.MemoryMB / 2048, prices.Functions.LeastSeconds) * load.MemoryMB / 1024,
            StorageRequestsADay = requests,
            StorageOperationsADay = operations,
            MessagesADay = messages,
            StoredGb = ((messages * PriceList.DaysAMonth * load.Months * (load.MessageBytes + RowBytes)) + (load.Users * UserBytes)) / Gb,
            LogGbADay = executions * LogBytes / Gb,
            Peak = load.Peak,
        };
    }

    /// <summary>
    /// A room that is active tells its members' lists once in a window of a minute and a tenth of a second for each member: one read, and
    /// one write for each.
    /// </summary>
    private static double Activity(Load load)
    {
        var members = Math.Max(2, load.FanOut);
        var windows = load.Rooms * SecondsADay / (60 + (0.1 * members));
        return Math.Min(load.MessagesPerDay, windows) * (1 + members);
    }

    /// <summary>
    /// Instances that are billed at a time. Each is while it works, and a second at least for each execution; executions at the same time
    /// count once. So few that come by chance share little: at rate r on one instance, the share of time with one is 1 - exp(-r seconds).
    /// </summary>
    private static double BusyInstances(double executionsASecond, double cpus, double leastSeconds)
    {
        var instances = Math.Max(1, executionsASecond / (ExecutionsASecond * cpus));
        return instances * (1 - Math.Exp(-executionsASecond * leastSeconds / instances));
    }
}
