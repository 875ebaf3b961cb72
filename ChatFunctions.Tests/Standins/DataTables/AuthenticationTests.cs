using System.Net;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Accounts;
using ChatFunctions.Tests.Azurite;

namespace ChatFunctions.Tests.Standins.DataTables;

public class AuthenticationTests
{
    [Theory]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/Tables", "f1dvqXiHHY/UvU2PxxHI6QfhErcu3LjBa95Sfsqbseg=")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/messages(PartitionKey='p%201',RowKey='r')?$select=A", "wyi6codxWdohVyOubaXCdWawIDRSsDvG8oesCJ95N1k=")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/$batch", "8e3LcrXYf3kpQMD24tcruruDjjB5TP6fH/WopOIk3/4=")]
    public void A_signature_is_the_known_one(string uri, string signature)
    {
        var policy = new SharedKeyLitePolicy(new TableSharedKeyCredential(AzuriteAccount.WellKnown.Name, AzuriteAccount.WellKnown.Key));

        Assert.Equal(signature, policy.Sign("Fri, 20 Nov 2026 10:00:00 GMT", new Uri(uri)));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_the_services_code()
    {
        var server = await AzuriteServer.SharedAsync();
        var client = new TableClient(server.Endpoint, "table", new TableSharedKeyCredential("devstoreaccount1", "d3Jvbmc="));

        var refusal = await Assert.ThrowsAsync<Azure.RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((403, "AuthorizationFailure"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_token_is_asked_for_storage_once_and_sent_with_every_request()
    {
        var credential = new FakeCredential();
        var stub = new StubHandler(_ => new(HttpStatusCode.NoContent));
        var client = new TableClient(new Uri("https://acct.table.core.windows.net"), "table", credential, stub.Options());

        await client.AddEntityAsync(new TableEntity("p", "1"));
        await client.AddEntityAsync(new TableEntity("p", "2"));

        Assert.Equal(["https://storage.azure.com/.default"], Assert.Single(credential.Asked).Scopes);
        Assert.All(stub.Sent, request => Assert.Equal("Bearer token-1", request.Headers["Authorization"]));
        Assert.All(stub.Sent, request => Assert.Equal("2020-12-06", request.Headers["x-ms-version"]));
    }

    [Fact]
    public async Task A_token_is_never_sent_in_the_clear()
    {
        var stub = new StubHandler(_ => new(HttpStatusCode.NoContent));
        var service = new TableServiceClient(new Uri("http://acct.table.core.windows.net"), new FakeCredential(), stub.Options());

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.CreateTableIfNotExistsAsync("table"));

        Assert.Empty(stub.Sent);
    }

    private sealed class FakeCredential : TokenCredential
    {
        public List<TokenRequestContext> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.Add(requestContext);
            return new AccessToken($"token-{Asked.Count}", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
