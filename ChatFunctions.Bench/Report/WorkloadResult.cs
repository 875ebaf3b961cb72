namespace ChatFunctions.Bench.Report;

/// <summary>A line of the table of workloads: absolute numbers of this run; null if not applicable.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="SendsPerSecond">Acknowledged sends per second.</param>
/// <param name="ReceivedPerSecond">Messages per second that all listeners received.</param>
/// <param name="P50">The median response time in milliseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="DeliveryP50">The median time from sending to receiving, in milliseconds.</param>
/// <param name="DeliveryP99">The 99th percentile.</param>
internal sealed record WorkloadResult(
    string Workload, double? SendsPerSecond, double? ReceivedPerSecond, double P50, double P99, double? DeliveryP50 = null, double? DeliveryP99 = null);
