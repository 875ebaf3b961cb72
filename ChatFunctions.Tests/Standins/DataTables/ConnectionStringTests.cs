using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

public class ConnectionStringTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://storage.local", "http://storage.local:10002/devstoreaccount1", "storage")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://10.0.0.5:8080;", "http://10.0.0.5:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=acct;AccountKey=a2V5;EndpointSuffix=core.windows.net", "http://acct.table.core.windows.net/", "acct")]
    [InlineData("AccountName=acct;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn", "https://acct.table.core.chinacloudapi.cn/", "acct")]
    [InlineData("AccountName=acct;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1234/acct", "http://127.0.0.1:1234/acct", "acct")]
    [InlineData("accountname=acct; accountkey=a2V5 ;tableendpoint=https://acct.table.example.com/;", "https://acct.table.example.com/", "acct")]
    [InlineData("TableEndpoint=https://acct.table.core.windows.net;SharedAccessSignature=sv=2020&sig=a%3D", "https://acct.table.core.windows.net/", "acct")]
    [InlineData("TableEndpoint=https://acct.table.example.com;TableSecondaryEndpoint=https://b.example.com;AccountName=a;AccountKey=a2V5", "https://acct.table.example.com/", "acct")]
    public void An_accepted_form_names_its_endpoint_and_account(string connectionString, string endpoint, string account)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal((new Uri(endpoint), account), (service.Uri, service.AccountName));
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=True")]
    [InlineData("AccountName=acct;AccountKey=a2V5")]
    [InlineData("AccountName=acct;EndpointSuffix=core.windows.net")]
    [InlineData("AccountKey=a2V5;EndpointSuffix=core.windows.net")]
    [InlineData("SharedAccessSignature=sv=1")]
    [InlineData("TableEndpoint=no uri;SharedAccessSignature=sv=1")]
    [InlineData("AccountName=acct;AccountKey=a2V5;EndpointSuffix=x;TableSecondaryEndpoint=https://b.example.com")]
    [InlineData("")]
    public void Settings_in_no_accepted_combination_are_refused(string connectionString) =>
        Assert.ThrowsAny<ArgumentException>(() => new TableClient(connectionString, "table"));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=")]
    [InlineData("=value")]
    [InlineData("AccountName=a;AccountName=b")]
    public void What_is_no_list_of_settings_is_refused(string connectionString) =>
        Assert.Throws<InvalidOperationException>(() => new TableClient(connectionString, "table"));

    [Fact]
    public void A_key_that_is_not_base64_and_missing_arguments_are_refused()
    {
        Assert.Throws<FormatException>(() => new TableClient("AccountName=a;AccountKey=*;EndpointSuffix=x", "table"));
        Assert.Throws<ArgumentNullException>(() => new TableClient((string)null!, "table"));
        Assert.Throws<ArgumentException>(() => new TableClient("UseDevelopmentStorage=true", ""));
        Assert.Throws<ArgumentNullException>(() => new TableServiceClient(null!, new TableSharedKeyCredential("a", "a2V5")));
    }

    [Fact]
    public async Task A_signature_goes_into_every_requests_query_and_nothing_signs_it_again()
    {
        var stub = new StubHandler(_ => StubHandler.Json(System.Net.HttpStatusCode.OK, """{"PartitionKey":"p","RowKey":"r","value":[]}"""));
        var client = new TableClient("TableEndpoint=https://acct.table.core.windows.net;SharedAccessSignature=sv=2020&sig=a%3D", "table", stub.Options());

        await client.GetEntityAsync<TableEntity>("p", "r", ["A"]);
        await client.GetEntityAsync<TableEntity>("p", "r");
        await client.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(
            ["/table(PartitionKey='p',RowKey='r')?$select=A&sv=2020&sig=a%3D", "/table(PartitionKey='p',RowKey='r')?sv=2020&sig=a%3D", "/table()?sv=2020&sig=a%3D"],
            stub.Sent.Select(request => request.Uri.PathAndQuery));
        Assert.All(stub.Sent, request => Assert.False(request.Headers.ContainsKey("Authorization")));
    }
}
