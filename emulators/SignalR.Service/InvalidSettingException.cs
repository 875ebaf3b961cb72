namespace SignalR.Service;

/// <summary>A setting has a value that the service can't work with; the message says which and what to do.</summary>
internal sealed class InvalidSettingException(string message) : Exception(message);
