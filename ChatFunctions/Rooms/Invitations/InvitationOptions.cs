namespace ChatFunctions.Rooms.Invitations;

/// <summary>Settings <c>Chat__*</c> that concern invitations.</summary>
internal sealed class InvitationOptions
{
    /// <summary>Where people find the chat, for the links in invitations; absent: where the request went.</summary>
    public Uri? PublicUrl { get; set; }
}
