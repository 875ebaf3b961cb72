namespace ChatFunctions.Health;

/// <summary>Asks one part that the service stands on whether it is there, as cheaply as that part can be asked.</summary>
internal interface IHealthProbe
{
    /// <summary>The part's name in the report.</summary>
    string Part { get; }

    /// <summary>Completes if the part answers as it should, and throws whatever stands against that.</summary>
    Task AskAsync(CancellationToken cancellationToken);
}
