namespace ChatFunctions.Cli.Planning;

/// <summary>
/// The use of Azure services by a load, from the measured cost of each call (docs/performance.md). The constants are assumptions about what
/// users do besides sending.
/// </summary>
internal sealed record Usage
{
    /// <summary>How often a user opens the chat a day.</summary>
    private const double Openings = 3;

    /// <summary>Rooms that are listed when the chat is opened, and rooms that are opened.</summary>
    private const double RoomsListed = 20;
    private const double RoomsOpened = 5;

    /// <summary>The part of recipients who mark a message as read by a separate call; others mark several with one call.</summary>
    private const double Markers = 0.2;

    /// <summary>Typing calls for each message.</summary>
    private const double Typing = 1;

    private const double HeartbeatSeconds = 25;

    /// <summary>A heartbeat reads and writes the lease, reads the next leases and the room list, and reads the head of each open room.</summary>
    private const double HeartbeatRequests = 4 + RoomsOpened;
    private const double TokenSeconds = 900;

    /// <summary>Executions a second of an instance with 2 GB and one CPU: a cautious value, as 250 us of CPU a send were measured.</summary>
    private const double ExecutionsASecond = 300;

    /// <summary>Bytes of a message's rows besides its live message, of a user's rows, and of a log entry.</summary>
    private const double RowBytes = 500;
    private const double UserBytes = 3_000;
    private const double LogBytes = 1_000;

    private const double SecondsADay = 86_400;
    private const double Gb = 1e9;

    /// <summary>Concurrent connections at peak.</summary>
    public required double PeakConnections { get; init; }

    /// <summary>Messages as SignalR Service counts them: for each recipient and each billed part.</summary>
    public required double LiveMessagesADay { get; init; }

    public required double ExecutionsADay { get; init; }

    /// <summary>Busy time of instances multiplied by their memory.</summary>
    public required double GbSecondsADay { get; init; }

    public required double StorageRequestsADay { get; init; }

    /// <summary>Written rows and read requests: the most that is billed.</summary>
    public required double StorageOperationsADay { get; init; }

    /// <summary>Messages a day, which a database would write.</summary>
    public required double MessagesADay { get; init; }

    public required double StoredGb { get; init; }

    public required double LogGbADay { get; init; }

    /// <summary>The ratio of peak to average load.</summary>
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

        // Opening the chat: negotiate, the connect and disconnect events, the room list, and a page of each opened room, with its changes.
        var executions = messages + typing + markers + heartbeats + tokens + (openings * (4 + RoomsOpened));
        var opening = 1 + (2 * RoomsListed) + (3 * RoomsOpened) + (1 + RoomsListed) + 6;
        var requests = messages + (2 * typing) + (4 * markers) + (HeartbeatRequests * heartbeats) + (2 * tokens) + (opening * openings) + activity;

        // A send writes three rows in one request, a read marker two.
        var operations = requests + (2 * messages) + markers;

        // Messages, read markers, typing and presence changes have the same number of recipients.
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
    /// Storage requests of an active room for its members' lists: one read and a write for each member, once in a window of a minute and 0.1 s for
    /// each member.
    /// </summary>
    private static double Activity(Load load)
    {
        var members = Math.Max(2, load.FanOut);
        var windows = load.Rooms * SecondsADay / (60 + (0.1 * members));
        return Math.Min(load.MessagesPerDay, windows) * (1 + members);
    }

    /// <summary>
    /// The average number of billed instances. An instance is billed while it runs executions, at least a second for each; concurrent ones count
    /// once. At rate r on one instance, the billed part of the time is 1 - exp(-r seconds).
    /// </summary>
    private static double BusyInstances(double executionsASecond, double cpus, double leastSeconds)
    {
        var instances = Math.Max(1, executionsASecond / (ExecutionsASecond * cpus));
        return instances * (1 - Math.Exp(-executionsASecond * leastSeconds / instances));
    }
}
