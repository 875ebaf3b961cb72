namespace ChatFunctions.Rooms.Commands;

/// <summary>Reports a message to the room's admins, or changes the reason of the actor's report.</summary>
internal sealed record ReportMessage(Actor Actor, long Seq, string Reason) : MessageCommand(Actor, EventId: "", Seq)
{
    public override IEnumerable<string> Needs => [.. base.Needs, RoomKeys.Reports(Seq)];

    protected override RoomAction Action => RoomAction.Read;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now)
    {
        if (message.Deleted is true || message.SenderId == Actor.Id)
        {
            return message.Deleted is true ? MessageRefusals.Deleted : MessageRefusals.Own;
        }

        var before = state.Reports(Seq);
        var reports = before?.Read() ?? [];
        var own = reports.FirstOrDefault(report => report.UserId == Actor.Id);
        if (own?.Reason == Reason)
        {
            return Decision.Unchanged;
        }

        if (own is null && reports.Count >= Limits.ReportsPerMessage)
        {
            return MessageRefusals.TooManyReports;
        }

        var report = new StoredReport(Actor.Id, Reason, own?.At ?? now);
        return Decision.Change(
            state.Head!,
            ReportsRow.Changes(message, before, own is null ? [.. reports, report] : [.. reports.Select(one => one == own ? report : one)]),
            events: []);
    }
}

/// <summary>Dismisses the reports of a message, if there are any. The sender can't.</summary>
internal sealed record DismissReports(Actor Actor, long Seq) : MessageCommand(Actor, EventId: "", Seq)
{
    protected override RoomAction Action => RoomAction.Moderate;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now) =>
        message.SenderId == Actor.Id && Actor != Actor.System ? MessageRefusals.OwnReports
        : message.Reported is not true ? Decision.Unchanged
        : Decision.Change(state.Head!, ReportsRow.Changes(message, before: null, []), events: []);
}

/// <summary>Removes the report of a user whose account is being erased.</summary>
internal sealed record EraseReport(Actor Actor, long Seq) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Message(Seq), RoomKeys.Reports(Seq)];

    public override Decision Decide(RoomState state, DateTimeOffset now) =>
        state.Head is { IsDeleted: false } head && state.Message(Seq) is { } message && state.Reports(Seq) is { } reports && reports.Of(Actor.Id) is { } own
            ? Decision.Change(head, ReportsRow.Changes(message, reports, [.. reports.Read().Where(report => report != own)]), events: [])
            : Decision.Unchanged;
}
