namespace ChatFunctions.Rooms;

/// <summary>What a member is in a room, from the most to the least. See <see cref="Permissions"/> for what each may do.</summary>
public enum Role
{
    Owner,
    Admin,
    Member,
    Reader,
}
