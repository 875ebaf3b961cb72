using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Hosting;

public sealed class StorageOperationTests
{
    [Theory]
    [InlineData("GET", "/account/chatUsers(PartitionKey='login%3Aada',RowKey='login')", "read", "chatUsers")]
    [InlineData("GET", "/chatRooms()?$filter=x", "query", "chatRooms")]
    [InlineData("GET", "/account/chatRooms?$filter=PartitionKey", "query", "chatRooms")]
    [InlineData("POST", "/account/chatUsers", "insert", "chatUsers")]
    [InlineData("PUT", "/account/chatUsers(PartitionKey='a',RowKey='b')", "update", "chatUsers")]
    [InlineData("PATCH", "/account/chatUsers(PartitionKey='a/c',RowKey='b')", "update", "chatUsers")]
    [InlineData("DELETE", "/account/chatUsers(PartitionKey='a',RowKey='b')", "delete", "chatUsers")]
    [InlineData("POST", "/account/$batch", "transaction", null)]
    [InlineData("POST", "/account/Tables", "create table", null)]
    [InlineData("DELETE", "/account/Tables('chatUsers')", "delete table", null)]
    public void A_storage_operation_is_named_after_method_and_table_and_contains_no_key(string method, string address, string operation, string? table)
    {
        using var request = new HttpClientTransport().CreateRequest();
        request.Method = RequestMethod.Parse(method);
        request.Uri.Reset(new Uri("https://account.table.core.windows.net" + address));

        Assert.Equal((operation, table), StorageOperation.Of(request));
    }
}
