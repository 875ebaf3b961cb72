using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Storage;
using Moq;

namespace ChatFunctions.Tests.Storage;

/// <summary>Addresses of blobs.</summary>
public sealed class AccountBlobsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 9, 5, 0, TimeSpan.Zero));
    private int _requests;

    [Fact]
    public async Task With_a_managed_identity_addresses_are_signed_with_a_key_that_costs_one_request_a_day_and_are_equal_on_every_instance()
    {
        var (one, other) = (ByIdentity(), ByIdentity());
        await one.TryPrepareAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await other.TryPrepareAsync(CancellationToken.None);

        var url = one.DownloadUrl("room/file");

        Assert.Equal(url, other.DownloadUrl("room/file"));
        Assert.StartsWith("https://one.blob.core.windows.net/testattachments/room/file?", url, StringComparison.Ordinal);
        Assert.Contains("skoid=", url, StringComparison.Ordinal);
        Assert.Contains("&spr=https&", url, StringComparison.Ordinal);
        Assert.Contains("&sp=c&", one.UploadUrl("room/file"), StringComparison.Ordinal);
        await one.TryPrepareAsync(CancellationToken.None);
        Assert.Equal(2, _requests);
        _time.Advance(TimeSpan.FromDays(1));
        await one.TryPrepareAsync(CancellationToken.None);
        Assert.Equal(3, _requests);
    }

    [Fact]
    public void An_address_stays_the_same_for_four_hours_and_is_valid_for_four_hours_at_least()
    {
        var blobs = ByKey();
        var first = blobs.DownloadUrl("room/file");
        Assert.Contains("se=2026-11-20T16%3A00%3A00Z", first, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(first, blobs.DownloadUrl("room/file"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("se=2026-11-20T20%3A00%3A00Z", blobs.DownloadUrl("room/file"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_upload_address_is_valid_for_fifteen_minutes() =>
        Assert.Contains("se=2026-11-20T09%3A20%3A00Z", ByKey().UploadUrl("room/file"), StringComparison.Ordinal);

    private AccountBlobs ByKey() =>
        new(new StorageAccount { ConnectionString = "DefaultEndpointsProtocol=https;AccountName=one;AccountKey=a2V5;EndpointSuffix=core.windows.net" }, "Test", transport: null, _time);

    private AccountBlobs ByIdentity()
    {
        var credential = new Mock<TokenCredential>();
        credential.Setup(each => each.GetTokenAsync(It.IsAny<TokenRequestContext>(), It.IsAny<CancellationToken>())).ReturnsAsync(new AccessToken("token", DateTimeOffset.MaxValue));
        return new AccountBlobs(
            new StorageAccount { TableServiceUri = new Uri("https://one.table.core.windows.net"), Credential = credential.Object }, "Test", new HttpClientTransport(new KeyService(this)), _time);
    }

    /// <summary>Returns a key for the requested period.</summary>
    private sealed class KeyService(AccountBlobsTests tests) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref tests._requests);
            var asked = System.Xml.Linq.XElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(System.Net.HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $"<UserDelegationKey><SignedOid>oid</SignedOid><SignedTid>tid</SignedTid><SignedStart>{asked.Element("Start")!.Value}</SignedStart><SignedExpiry>{asked.Element("Expiry")!.Value}</SignedExpiry>"
                    + "<SignedService>b</SignedService><SignedVersion>2026-02-06</SignedVersion><Value>a2V5</Value></UserDelegationKey>"),
            };
        }
    }
}
