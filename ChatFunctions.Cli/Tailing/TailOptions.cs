namespace ChatFunctions.Cli.Tailing;

/// <summary>The options of a tail.</summary>
/// <param name="Rooms">Names or ids; empty: all the user's rooms, including later ones.</param>
/// <param name="From">Only messages of this user.</param>
/// <param name="Last">The number of earlier messages to print for each room.</param>
/// <param name="Count">The number of messages after which to end.</param>
/// <param name="Live">Whether to use a live connection if available.</param>
/// <param name="Events">Whether to print other events too.</param>
/// <param name="Message">Whether to read messages to send.</param>
/// <param name="MarkRead">Whether to mark printed messages as read.</param>
internal sealed record TailOptions(string[] Rooms, string? From, int Last, int? Count, bool Live, bool Events, bool Message, bool MarkRead);
