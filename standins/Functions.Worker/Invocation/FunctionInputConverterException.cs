namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>
/// A trigger's value doesn't fit the parameter. It passes through the middleware like an exception of the function's own.
/// </summary>
internal sealed class FunctionInputConverterException(string message, Exception? innerException = null) : Exception(message, innerException);
