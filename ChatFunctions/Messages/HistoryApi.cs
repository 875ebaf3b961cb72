using ChatFunctions.ApiDescription;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>What clients need to know of reading a room.</summary>
internal static class HistoryApi
{
    public static ApiSection Section { get; } = new("History", "What was said, and everything else that happened, in a room's one order.", new Dictionary<string, Operation>
    {
        ["GetHistory"] = new Operation("List messages", "Newest first for `before`, `around` and by default; oldest first for `after`. Only one of the three can be given, and none beside a `cursor`.")
            .Asks(
                Query.Number("before", "Those before this seq.", least: 1),
                Query.Number("after", "Those after this seq.", least: 0),
                Query.Number("around", "Those around this seq.", least: 1),
                Query.Text("sender", "Only this user's; an id.", Examples.AdaId),
                Query.Since)
            .Lists("Messages as they are now.", Examples.Message)
            .Refuses(RoomApi.Strangers),
        ["GetEvents"] = new Operation(
            "Resume",
            "Every event after `after`, in order with none missing; messages in their present state. With `wait` the call is held until there is something newer.")
            .Asks(
                Query.Number("after", "The seq of the last event that one has; 0: none.", least: 0),
                Query.Limit(Limits.PageSize),
                Query.Number("wait", "Seconds to wait for something newer where there is nothing.", least: 0, Limits.WaitSeconds))
            .Gives(200, "A stretch of events.", new EventsPage([Examples.BobAdded, Examples.LiveMessage], Head: 3, More: false))
            .Refuses(RoomApi.Strangers),
    });
}
