namespace Functions.Host.Settings;

/// <summary>The host can't start with these settings. The message says which and why.</summary>
internal sealed class InvalidSettingException(string message, Exception? cause = null) : Exception(message, cause);
