using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ChatFunctions.Telemetry;

/// <summary>
/// The one name under which the app measures and traces itself. Instruments and attributes follow OpenTelemetry's semantic conventions
/// where those have a name: https://opentelemetry.io/docs/specs/semconv/
/// </summary>
internal static class ChatTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "ChatFunctions";

    public const string RoomId = "chat.room.id";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Bounds for what takes from a millisecond to ten seconds.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
}
