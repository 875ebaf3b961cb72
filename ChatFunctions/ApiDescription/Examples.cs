using ChatFunctions.Accounts;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.ApiDescription;

/// <summary>The people, the room and what is said in it, of which all examples tell.</summary>
internal static class Examples
{
    public const string AdaId = "019aa06dc4f0732b9b70d5d1ce5d2a11";
    public const string BobId = "019aa06e1b7a7c3f8d84c1b7e9f03b62";
    public const string SessionId = "019aa06dc4f2753a8a3f65d8a0c4be90";
    public const string RoomId = "5k0m2v9qx7hd";
    public const string InvitationCode = RoomId + "3t8wz1c6pn";
    public const string NotificationId = "019aa0d2f6127e0e9c1db1a20e7f5d33";
    public const string Password = "correct horse battery";
    public const string RefreshToken = AdaId + "." + SessionId + ".q0rJk2m5yV8xT1nB4wZ7uC3eH6gK9sD0fL2aP5iM8oQ";
    public const string AccessToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMTlhYTA2ZCJ9.3q2-7wEjRWeJq83vASNFZ4mrze8BI0VniavN7w";

    public static DateTimeOffset Time { get; } = new(2026, 11, 20, 9, 5, 0, 123, TimeSpan.Zero);

    public static UserRef AdaRef { get; } = new(AdaId, "Ada");

    public static UserRef BobRef { get; } = new(BobId, "Bob");

    /// <summary>As she sees herself.</summary>
    public static User Ada { get; } = new(AdaId, "ada@example.com", "Ada", Time);

    /// <summary>As others see him.</summary>
    public static User Bob { get; } = new(BobId, Login: null, "Bob", Time);

    public static Session Session { get; } = new(AccessToken, Time.AddMinutes(15), RefreshToken, Time.AddDays(30), Ada);

    public static Room Room { get; } = new()
    {
        Id = RoomId,
        Name = "Tea",
        Kind = RoomKind.Private,
        CreatedBy = AdaId,
        CreatedAt = Time,
        MemberCount = 2,
        Head = 3,
        MyRole = Role.Owner,
    };

    public static Room PublicRoom { get; } = Room with { Kind = RoomKind.Public, MyRole = null };

    public static Message Message { get; } = new()
    {
        Seq = 3,
        RoomId = RoomId,
        Id = "019aa06f20d97b8c9e31a4f5d6b7c8d9",
        Sender = AdaRef,
        Text = "Milk or lemon?",
        ClientMessageId = "tea-1",
        CreatedAt = Time,
        Version = 1,
        Reactions = [new Reaction("👍", [BobId])],
        Read = true,
    };

    /// <summary>As it goes out live, where nothing is said of who has read it.</summary>
    public static Message LiveMessage { get; } = Message with { Reactions = [], Read = null };

    public static RoomChange BobAdded { get; } = new()
    {
        Seq = 2,
        RoomId = RoomId,
        Change = RoomChangeType.MemberAdded,
        Actor = AdaRef,
        At = Time,
        User = BobRef,
        Role = Role.Member,
    };

    public static Notification Notification { get; } = new(NotificationId, "Your tea is ready.", Data("""{"order":17}"""), Time, Read: false);

    public static System.Text.Json.JsonElement Data(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement;
}
