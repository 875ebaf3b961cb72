namespace ChatFunctions.RoomLog;

/// <summary>
/// Something that somebody wants to change in a room. It says which rows it must know and then decides, purely: no I/O, no clock,
/// no randomness (ids are made with the command), so that it can be decided again whenever another instance was faster.
/// One that makes no event must recognise by its rows that it took effect already.
/// </summary>
internal abstract record RoomCommand(Actor Actor)
{
    /// <summary>Keys of the rows that <see cref="Decide"/> looks at, besides the head.</summary>
    public abstract IEnumerable<string> Needs { get; }

    /// <param name="state">The room as known, with all of <see cref="Needs"/>.</param>
    /// <param name="now">The time that the change gets; not before the room's last.</param>
    public abstract Decision Decide(RoomState state, DateTimeOffset now);
}

/// <summary>Who does something in a room.</summary>
internal sealed record Actor(string Id, string Username)
{
    /// <summary>Back ends, which write into rooms without being members. No user has this id.</summary>
    public static Actor System { get; } = new("system", "system");

    public static Actor Of(Http.Caller caller) => new(caller.UserId, caller.Username);
}
