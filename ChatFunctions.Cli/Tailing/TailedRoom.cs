namespace ChatFunctions.Cli.Tailing;

/// <summary>A room that is listened to.</summary>
internal sealed class TailedRoom(string id, string name, long applied)
{
    public string Id => id;

    public string Name { get; set; } = name;

    public RoomSequence Sequence { get; } = new(applied);
}
