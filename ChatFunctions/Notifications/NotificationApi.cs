using ChatFunctions.Accounts;
using ChatFunctions.ApiDescription;
using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.Notifications;

/// <summary>What clients and back ends need to know of notifications.</summary>
internal static class NotificationApi
{
    public static ApiSection Section { get; } = new("Notifications", "What back ends tell users.", new Dictionary<string, Operation>
    {
        ["SendNotification"] = new Operation(
            "Notify a user or a room",
            "For back ends, with a function key. To a room it is a message from the sender \"system\". Sent again with the same `clientMessageId`, it is stored once.")
            .Takes(new SendNotificationRequest(new NotificationTarget(Examples.AdaId, Login: null, RoomId: null), "Your tea is ready.", Examples.Data("""{"order":17}"""), "order-17"))
            .Gives(202, "Stored.", new NotificationAccepted(Examples.NotificationId))
            .Refuses(AccountRefusals.UserNotFound, RoomRefusals.NotFound, MessageRefusals.IdReused),
        ["ListNotifications"] = new Operation("List one's notifications", "Newest first.")
            .Asks(Query.Flag("unread", "Only those not marked as read."))
            .Lists("The caller's notifications.", Examples.Notification),
        ["CountUnreadNotifications"] = new Operation("Count one's unread notifications").Gives(200, "How many.", new UnreadNotifications(1)),
        ["MarkNotificationRead"] = new Operation("Mark a notification as read", "One of one's own.").Gives(204, "Read.").Refuses(NotificationInbox.NotFound),
    });
}
