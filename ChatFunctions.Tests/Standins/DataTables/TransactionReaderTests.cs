using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>Answers to transactions in shapes that Azurite doesn't give.</summary>
public class TransactionReaderTests
{
    private const string Success = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_2

        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        X-Content-Type-Options: nosniff
        Cache-Control: no-cache
        Preference-Applied: return-no-content
        DataServiceVersion: 3.0;
        Location: https://acct.table.core.windows.net/table(PartitionKey='p',RowKey='1')
        etag: W/"datetime'2026-11-20T09%3A34%3A58.5014857Z'"


        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        X-Content-Type-Options: nosniff


        --changesetresponse_2--
        --batchresponse_1--

        """;

    private const string Failure = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary="changesetresponse_2"

        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 400 Bad Request
        DataServiceVersion: 3.0;
        Content-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8

        {"odata.error":{"code":"InvalidInput","message":{"lang":"en-US","value":"The specified resource is odd.\nRequestId:1\nTime:2"}}}
        --changesetresponse_2--
        --batchresponse_1--

        """;

    private const string FailureWithoutChangeset = """
        --batchresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 412 Precondition Failed
        Content-Type: application/json;odata=minimalmetadata

        {"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"1:Not that version."}}}
        --batchresponse_1--

        """;

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public async Task The_services_own_form_is_read_with_either_line_end(string lineEnd)
    {
        var response = await SubmitAsync(Success, lineEnd);

        Assert.Equal(2, response.Value.Count);
        var headers = response.Value[0].Headers;
        Assert.Equal("W/\"datetime'2026-11-20T09%3A34%3A58.5014857Z'\"", headers.ETag.ToString());
        Assert.True(headers.TryGetValue("LOCATION", out string? location));
        Assert.Equal("https://acct.table.core.windows.net/table(PartitionKey='p',RowKey='1')", location);
        Assert.Equal(
            ["X-Content-Type-Options", "Cache-Control", "Preference-Applied", "DataServiceVersion", "Location", "etag"],
            headers.Select(header => header.Name));
        Assert.False(headers.Contains("Absent"));
        Assert.Equal(("No Content", null), (response.Value[1].ReasonPhrase, response.Value[1].Headers.ETag));
    }

    [Theory]
    [InlineData(Failure, 400, "InvalidInput", null)]
    [InlineData(FailureWithoutChangeset, 412, "UpdateConditionNotSatisfied", 1)]
    public async Task A_refusal_is_read_with_and_without_an_index_or_a_changeset(string body, int status, string code, int? index)
    {
        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => SubmitAsync(body, "\r\n"));

        Assert.Equal((status, code, index), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nno status\r\n\r\nhere\r\n--c--\r\n")]
    public async Task An_answer_that_makes_no_sense_leaves_the_outcome_unknown(string body)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => SubmitAsync(body, "\r\n"));

        Assert.Equal(0, failure.Status);
    }

    [Fact]
    public async Task An_answer_cut_short_at_any_place_is_never_taken_for_success()
    {
        string whole = Success.ReplaceLineEndings("\r\n");
        int end = whole.IndexOf("--changesetresponse_2--", StringComparison.Ordinal);

        for (int length = 0; length < end; length += 7)
            await Assert.ThrowsAnyAsync<RequestFailedException>(() => SubmitAsync(whole[..length], "\r\n"));
    }

    [Fact]
    public async Task A_refusal_of_the_whole_is_no_refusal_of_an_action()
    {
        var stub = new StubHandler(_ => StubHandler.Json(
            HttpStatusCode.Forbidden, """{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en-US","value":"no"}}}"""));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client().SubmitTransactionAsync([new(Add, new TableEntity("p", "1"))]));

        Assert.Equal((403, "AuthenticationFailed"), (refusal.Status, refusal.ErrorCode));
    }

    private static Task<Response<IReadOnlyList<Response>>> SubmitAsync(string body, string lineEnd)
    {
        var stub = new StubHandler(_ =>
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ReplaceLineEndings(lineEnd)));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/mixed; boundary=batchresponse_1");
            return new HttpResponseMessage(HttpStatusCode.Accepted) { Content = content };
        });
        return stub.Client().SubmitTransactionAsync([new(Add, new TableEntity("p", "1")), new(Delete, new TableEntity("p", "2"))]);
    }
}
