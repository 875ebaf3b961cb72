using System.Net;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

public class PipelineTests
{
    [Fact]
    public async Task A_busy_service_is_asked_again_with_the_same_body_and_a_new_signature()
    {
        var stub = new StubHandler(number => new(number < 2 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NoContent));
        var client = stub.Client(maxRetries: 3);
        string text = new('x', 30_000);

        var response = await client.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = text });

        Assert.Equal((204, 3), (response.Status, stub.Sent.Count));
        Assert.All(stub.Sent, request => Assert.Equal($$"""{"PartitionKey":"p","RowKey":"r","Text":"{{text}}"}""", request.Body));
        Assert.All(stub.Sent, request => Assert.StartsWith("SharedKeyLite acct:", request.Headers["Authorization"]));
        Assert.All(stub.Sent, request => Assert.True(DateTimeOffset.TryParse(request.Headers["x-ms-date"], out _)));
        Assert.Single(stub.Sent.Select(request => request.Headers["x-ms-client-request-id"]).Distinct());
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_refusal_is_not_asked_again(HttpStatusCode status)
    {
        var stub = new StubHandler(_ => new(status));

        await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client(maxRetries: 3).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task A_transaction_is_repeated_whole()
    {
        var stub = new StubHandler(number => number == 0 ? throw new HttpRequestException("reset") : new(HttpStatusCode.Forbidden));

        await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client(maxRetries: 1).SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, new TableEntity("p", $"{i}") { ["Text"] = new string('x', 1_000) }))));

        Assert.Equal(2, stub.Sent.Count);
        Assert.Equal(stub.Sent[0].Body, stub.Sent[1].Body);
        Assert.True(stub.Sent[0].Body.Length > 100_000);
    }

    [Fact]
    public async Task A_failure_to_connect_is_an_error_without_a_status()
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("refused"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client().GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(0, failure.Status);
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_and_a_query()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler(_ =>
        {
            cancellation.Cancel();
            var response = StubHandler.Json(HttpStatusCode.OK, """{"value":[{"PartitionKey":"p","RowKey":"r"}]}""");
            response.Headers.Add("x-ms-continuation-NextPartitionKey", "more");
            return response;
        });
        var client = stub.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.QueryAsync<TableEntity>(cancellationToken: cancellation.Token).ToListAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AddEntityAsync(new TableEntity("p", "r"), cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SubmitTransactionAsync([new(Add, new TableEntity("p", "r"))], cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.QueryAsync<TableEntity>().ToListAsync(cancellation.Token));

        Assert.InRange(stub.Sent.Count, 1, 2);
    }

    [Fact]
    public async Task Policies_of_the_options_see_every_request_and_every_try()
    {
        var perCall = new CountingPolicy();
        var perRetry = new CountingPolicy();
        var stub = new StubHandler(number => new(number == 0 ? HttpStatusCode.InternalServerError : HttpStatusCode.NoContent));
        var options = stub.Options(maxRetries: 1);
        options.AddPolicy(perCall, HttpPipelinePosition.PerCall);
        options.AddPolicy(perRetry, HttpPipelinePosition.PerRetry);
        var client = new TableServiceClient(new Uri("https://acct.table.core.windows.net"), new TableSharedKeyCredential("acct", "a2V5"), options).GetTableClient("table");

        await client.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal((1, 2), (perCall.Count, perRetry.Count));
    }

    [Fact]
    public async Task A_request_can_be_sent_twice_by_a_policy_and_by_the_retries()
    {
        var stub = new StubHandler(_ => new(HttpStatusCode.NoContent));
        var options = stub.Options();
        options.AddPolicy(new TwicePolicy(), HttpPipelinePosition.PerCall);

        await new TableClient("AccountName=acct;AccountKey=a2V5;EndpointSuffix=x", "table", options).UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        Assert.Equal(2, stub.Sent.Count);
        Assert.All(stub.Sent, request => Assert.Equal("""{"PartitionKey":"p","RowKey":"r","N":1}""", request.Body));
    }

    [Theory]
    [InlineData("""{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"later"}}}""", null, "ServerBusy")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>X</Code></Error>", "AuthenticationFailed", "AuthenticationFailed")]
    [InlineData("", "InvalidHeaderValue", "InvalidHeaderValue")]
    [InlineData("""{"error":"other"}""", null, null)]
    [InlineData("[", null, null)]
    public async Task An_errors_code_comes_from_its_body_or_its_header(string body, string? header, string? code)
    {
        var stub = new StubHandler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(body, Encoding.UTF8) };
            if (header is not null) response.Headers.Add("x-ms-error-code", header);
            return response;
        });

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client().AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((400, code), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task Requests_are_those_of_the_protocol()
    {
        var stub = new StubHandler(number => number == 3 ? StubHandler.Json(HttpStatusCode.OK, """{"PartitionKey":"p","RowKey":"r"}""") : new(HttpStatusCode.NoContent));
        var client = stub.Client();
        var entity = new TableEntity("p", "it's") { ["D"] = 1.0 };

        await client.AddEntityAsync(entity);
        await client.UpsertEntityAsync(entity, TableUpdateMode.Replace);
        await client.UpdateEntityAsync(entity, new ETag("W/\"x\""));
        await client.GetEntityAsync<TableEntity>("p", "it's", ["A", "B"]);
        await client.DeleteEntityAsync("p", "it's");
        await client.DeleteAsync();

        const string address = "/table(PartitionKey='p',RowKey='it%27%27s')";
        Assert.Equal(
            [
                "POST /table", $"PUT {address}", $"PATCH {address}", $"GET {address}?$select=A%2CB", $"DELETE {address}", "DELETE /Tables('table')",
            ],
            stub.Sent.Select(request => $"{request.Method} {request.Uri.PathAndQuery}"));
        Assert.Equal([null, null, "W/\"x\"", null, "*", null], stub.Sent.Select(request => request.Headers.GetValueOrDefault("If-Match")));
        Assert.Equal("return-no-content", stub.Sent[0].Headers["Prefer"]);
        Assert.Equal("""{"PartitionKey":"p","RowKey":"it\u0027s","D@odata.type":"Edm.Double","D":1}""", stub.Sent[0].Body);
        Assert.All(stub.Sent, request => Assert.True(request.Headers.ContainsKey("Accept") && request.Headers.ContainsKey("x-ms-client-request-id")));
    }

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }

    private sealed class TwicePolicy : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            await ProcessNextAsync(message, pipeline);
        }
    }
}
