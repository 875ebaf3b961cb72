namespace ChatFunctions.Cli.Tailing;

/// <summary>A tailed room.</summary>
internal sealed class TailedRoom(string id, string name, long applied)
{
    public string Id => id;

    public string Name { get; set; } = name;

    public RoomSequence Sequence { get; } = new(applied);
}
