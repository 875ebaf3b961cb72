using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Telemetry;

/// <summary>Where metrics and traces go, by the settings that everybody knows. Without any, nothing of OpenTelemetry is loaded.</summary>
/// <param name="OtlpEndpoint">
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; the SDK reads it and those beside it:
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
/// </param>
/// <param name="AzureMonitor"><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>.</param>
/// <param name="AzureIdentity">The client id in <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>: whose identity writes there.</param>
internal sealed record ExportOptions(string? OtlpEndpoint, string? AzureMonitor, string? AzureIdentity)
{
    public bool IsWanted => OtlpEndpoint is not null || AzureMonitor is not null;

    public static ExportOptions Of(IConfiguration configuration) => new(
        Given(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]),
        Given(configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]),
        configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]?
            .Split(';', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .FirstOrDefault(part => part is ["ClientId", _])?[1]);

    private static string? Given(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting;
}
