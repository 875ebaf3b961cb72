namespace ChatFunctions.Cli.Tailing;

/// <summary>What is wanted of a tail.</summary>
/// <param name="Rooms">Names or ids; none: all that the user is in, now and later.</param>
/// <param name="From">Only this user's messages.</param>
/// <param name="Last">How many messages of the past to begin with, in each room.</param>
/// <param name="Count">After how many messages to end.</param>
/// <param name="Live">Over a live connection, where there is one to be had.</param>
/// <param name="Events">Other events too.</param>
/// <param name="Message">Ask for messages to send.</param>
/// <param name="MarkRead">Mark the shown messages as read.</param>
internal sealed record TailOptions(string[] Rooms, string? From, int Last, int? Count, bool Live, bool Events, bool Message, bool MarkRead);
