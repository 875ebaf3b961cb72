using Azure;
using Azure.Identity;
using ChatFunctions.Hosting;
using ChatFunctions.Storage;
using Microsoft.Extensions.Logging;
using Moq;

namespace ChatFunctions.Tests.Hosting;

public sealed class ErrorMiddlewareTests
{
    private readonly Mock<ILogger> _logger = new();

    public ErrorMiddlewareTests() => _logger.Setup(logger => logger.IsEnabled(It.IsAny<LogLevel>())).Returns(true);

    public static TheoryData<Exception> Outages => new()
    {
        new RequestFailedException(503, "busy"),
        new AggregateException(new RequestFailedException(0, "refused")),
        new AggregateException(new AggregateException(new RequestFailedException(0, "refused"), new TaskCanceledException())),
        new AuthenticationFailedException("The identity endpoint doesn't answer."),
        new TimeoutException(),
        new TaskCanceledException("The request took too long."),
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_storage_failure_is_answered_with_503(Exception exception)
    {
        Assert.Same(Refusal.Unavailable, RefusalFor(exception));
        AssertLogged(LogLevel.Warning);
    }

    [Fact]
    public void Too_many_reads_are_answered_with_503_and_not_logged_as_an_outage()
    {
        Assert.Same(Refusal.Unavailable, RefusalFor(new AggregateException(new TooManyReadsException())));
        AssertLogged(LogLevel.Information);
    }

    [Fact]
    public void A_client_that_has_left_is_not_logged()
    {
        Assert.Same(Refusal.Unavailable, RefusalFor(new AggregateException(new TaskCanceledException()), isCancelled: true));
        Assert.DoesNotContain(_logger.Invocations, call => call.Method.Name == nameof(ILogger.Log));
    }

    [Fact]
    public void An_exception_is_an_internal_error_and_is_logged_without_the_workers_wrapper()
    {
        var bug = new InvalidOperationException("bug");

        Assert.Same(Refusal.InternalError, RefusalFor(new AggregateException(bug), isCancelled: true));
        AssertLogged(LogLevel.Error, bug);
    }

    private Refusal RefusalFor(Exception exception, bool isCancelled = false) => ErrorMiddleware.RefusalFor(exception, isCancelled, "GetRoom", _logger.Object);

    private void AssertLogged(LogLevel level, Exception? exception = null)
    {
        var call = Assert.Single(_logger.Invocations, call => call.Method.Name == nameof(ILogger.Log));
        Assert.Equal(level, call.Arguments[0]);
        Assert.Same(exception ?? call.Arguments[3], call.Arguments[3]);
    }
}
