namespace ChatFunctions.Tests.Storage;

/// <summary>A chat whose data is spread over two storage accounts.</summary>
public sealed class TwoAccountsFixture : OwnChatFixture
{
    private protected override int Accounts => 2;
}
