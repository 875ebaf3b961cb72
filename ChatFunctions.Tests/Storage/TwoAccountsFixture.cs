using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Messages;
using ChatFunctions.Tests.Rooms;

namespace ChatFunctions.Tests.Storage;

/// <summary>
/// Everything that a chat needs, its data spread over two storage accounts. With CHAT_TEST_ACCOUNTS=2 all tests run so; the classes below
/// always do.
/// </summary>
public sealed class TwoAccountsFixture() : ChatFixture(accounts: 2);

public sealed class SendOnTwoAccountsTests(TwoAccountsFixture chat) : SendTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class EventsOnTwoAccountsTests(TwoAccountsFixture chat) : EventsTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class HistoryOnTwoAccountsTests(TwoAccountsFixture chat) : HistoryTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class RoomOnTwoAccountsTests(TwoAccountsFixture chat) : RoomTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class DirectRoomOnTwoAccountsTests(TwoAccountsFixture chat) : DirectRoomTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class MemberOnTwoAccountsTests(TwoAccountsFixture chat) : MemberTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class RoomListOnTwoAccountsTests(TwoAccountsFixture chat) : RoomListTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class PublicRoomOnTwoAccountsTests(TwoAccountsFixture chat) : PublicRoomTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class InvitationOnTwoAccountsTests(TwoAccountsFixture chat) : InvitationTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class InboxOnTwoAccountsTests(TwoAccountsFixture chat) : InboxTests(chat), IClassFixture<TwoAccountsFixture>;

public sealed class ExportOnTwoAccountsTests(TwoAccountsFixture chat) : ExportTests(chat), IClassFixture<TwoAccountsFixture>;
