namespace ChatFunctions.Bench.Report;

/// <summary>One line of the table of workloads: absolute numbers, of this machine and this run. What doesn't apply is null.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="SendsPerSecond">Acknowledged.</param>
/// <param name="HeardPerSecond">Messages heard by all who should.</param>
/// <param name="P50">Milliseconds to the answer, at the median.</param>
/// <param name="P99">The same, of all but a hundredth.</param>
/// <param name="DeliveryP50">Milliseconds from sending to being heard.</param>
/// <param name="DeliveryP99">The same, of all but a hundredth.</param>
internal sealed record WorkloadResult(
    string Workload, double? SendsPerSecond, double? HeardPerSecond, double P50, double P99, double? DeliveryP50 = null, double? DeliveryP99 = null);
