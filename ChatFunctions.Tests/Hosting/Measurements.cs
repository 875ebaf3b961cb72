using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ChatFunctions.Tests.Hosting;

internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);

/// <summary>Records the measurements of one instance and of no other in this process.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<Measurement> _all = new();
    private readonly ConcurrentDictionary<string, string?> _units = new();
    private readonly MeterListener _listener = new();

    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                _units[instrument.Name] = instrument.Unit;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IEnumerable<Measurement> All => _all;

    /// <summary>The units of the instruments.</summary>
    public IReadOnlyDictionary<string, string?> Units => _units;

    public IEnumerable<Measurement> Of(string instrument) => _all.Where(measurement => measurement.Instrument == instrument);

    public double Sum(string instrument) => Of(instrument).Sum(measurement => measurement.Value);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary()));
}
