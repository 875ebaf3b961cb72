using System.Net;
using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

public class TransactionWireTests
{
    [Fact]
    public async Task A_transaction_goes_out_as_the_protocol_writes_it()
    {
        var stub = new StubHandler(_ => new(HttpStatusCode.Forbidden));
        await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client().SubmitTransactionAsync(
        [
            new(Add, new TableEntity("it's", "1") { ["L"] = 5L, ["Text"] = "é\u2028" }),
            new(UpdateReplace, new TableEntity("it's", "2"), new ETag("W/\"x\"")),
            new(UpdateMerge, new TableEntity("it's", "3")),
            new(UpsertReplace, new TableEntity("it's", "4"), new ETag("not sent")),
            new(Delete, new TableEntity("it's", "a b")),
        ]));

        var sent = Assert.Single(stub.Sent);
        Assert.Equal((HttpMethod.Post, "/$batch"), (sent.Method, sent.Uri.PathAndQuery));
        Assert.Equal("3.0", sent.Headers["DataServiceVersion"]);
        string batch = sent.Headers["Content-Type"].Split("boundary=")[1];
        string changeset = sent.Body.Split("boundary=")[1].Split("\r\n")[0];
        Assert.StartsWith("batch_", batch);
        Assert.StartsWith("changeset_", changeset);
        Assert.Equal(
            $$"""
            --{{batch}}
            Content-Type: multipart/mixed; boundary={{changeset}}

            --{{changeset}}
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST https://acct.table.core.windows.net/table HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0
            Prefer: return-no-content
            Content-Type: application/json;odata=nometadata

            {"PartitionKey":"it\u0027s","RowKey":"1","L@odata.type":"Edm.Int64","L":"5","Text":"\u00E9\u2028"}
            --{{changeset}}
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            PUT https://acct.table.core.windows.net/table(PartitionKey='it%27%27s',RowKey='2') HTTP/1.1
            Accept: application/json
            DataServiceVersion: 3.0
            Content-Type: application/json
            If-Match: W/"x"

            {"PartitionKey":"it\u0027s","RowKey":"2"}
            --{{changeset}}
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            PATCH https://acct.table.core.windows.net/table(PartitionKey='it%27%27s',RowKey='3') HTTP/1.1
            Accept: application/json
            DataServiceVersion: 3.0
            Content-Type: application/json

            {"PartitionKey":"it\u0027s","RowKey":"3"}
            --{{changeset}}
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            PUT https://acct.table.core.windows.net/table(PartitionKey='it%27%27s',RowKey='4') HTTP/1.1
            Accept: application/json
            DataServiceVersion: 3.0
            Content-Type: application/json

            {"PartitionKey":"it\u0027s","RowKey":"4"}
            --{{changeset}}
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            DELETE https://acct.table.core.windows.net/table(PartitionKey='it%27%27s',RowKey='a%20b') HTTP/1.1
            Accept: application/json
            DataServiceVersion: 3.0
            Content-Type: application/json
            If-Match: *

            --{{changeset}}--
            --{{batch}}--

            """.ReplaceLineEndings("\r\n"),
            sent.Body);
    }
}
