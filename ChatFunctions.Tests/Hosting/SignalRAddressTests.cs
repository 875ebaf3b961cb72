using ChatFunctions.Hosting;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Tests.Hosting;

public sealed class SignalRAddressTests
{
    [Theory]
    [InlineData("Endpoint=https://chat.service.signalr.net;AccessKey=a=b;Version=1.0;", "https://chat.service.signalr.net/")]
    [InlineData("endpoint=http://localhost; port=8888; AccessKey=k", "http://localhost:8888/")]
    [InlineData("Endpoint=http://localhost;Port=8888;AccessKey=k;ServerEndpoint=https://rest.example", "https://rest.example/")]
    [InlineData("AccessKey=k", null)]
    [InlineData("Endpoint=ftp://localhost", null)]
    public void The_address_is_read_from_a_connection_string(string text, string? expected) =>
        Assert.Equal(expected, SignalRAddress.Of(Configured(("AzureSignalRConnectionString", text)))?.Server.AbsoluteUri);

    [Fact]
    public void The_address_is_read_from_an_identity_connection() => Assert.Equal(
        "https://chat.service.signalr.net/",
        SignalRAddress.Of(Configured(("AzureSignalRConnectionString:serviceUri", "https://chat.service.signalr.net")))?.Server.AbsoluteUri);

    [Fact]
    public void Without_a_setting_there_is_no_address() => Assert.Null(SignalRAddress.Of(Configured()));

    private static IConfigurationRoot Configured(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
