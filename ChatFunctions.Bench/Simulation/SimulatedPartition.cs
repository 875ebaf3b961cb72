using Azure;
using Azure.Data.Tables;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;

namespace ChatFunctions.Bench.Simulation;

/// <summary>
/// A room's partition: rows, transactions under ETags, and a server that handles one request at a time in order of arrival.
/// </summary>
internal sealed class SimulatedPartition(SimulationModel model, SimulatedTime time, Random random)
{
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _working;
    private long _version;

    public long Commits { get; private set; }

    /// <summary>The number of transactions refused because of an outdated ETag.</summary>
    public long Conflicts { get; private set; }

    public long Claims { get; private set; }

    /// <summary>How long the server has been busy.</summary>
    public TimeSpan Busy { get; private set; }

    public void Put(Row row)
    {
        row.ETag = new ETag($"W/\"{++_version}\"");
        _rows[row.RowKey] = row;
    }

    public Task<Row?> FindAsync(string rowKey) => RequestAsync(() => 1, () => _rows.GetValueOrDefault(rowKey));

    /// <returns>The head's new ETag; null if refused.</returns>
    /// <remarks>The head is the first of the actions, so a refused transaction costs one row.</remarks>
    public Task<ETag?> TransactAsync(IReadOnlyList<TableTransactionAction> actions)
    {
        var refused = false;
        return RequestAsync<ETag?>(
            () => (refused = IsRefused(actions)) ? 1 : actions.Count,
            () =>
            {
                if (refused)
                {
                    Conflicts++;
                    return null;
                }

                foreach (var action in actions)
                {
                    Put((Row)action.Entity);
                }

                Commits++;
                return actions[0].Entity is Row head ? head.ETag : null;
            });
    }

    public Task ClaimAsync(string instance) => RequestAsync(() => 1, () =>
    {
        Put((RoomHead)_rows[RoomKeys.Head] with { ClaimedBy = instance });
        Claims++;
        return true;
    });

    private bool IsRefused(IReadOnlyList<TableTransactionAction> actions) =>
        _rows[RoomKeys.Head].ETag != actions[0].ETag
        || actions.Any(action => action.ActionType == TableTransactionActionType.Add && _rows.ContainsKey(action.Entity.RowKey));

    /// <summary>The network, the queue, the work, and the network again.</summary>
    private async Task<T> RequestAsync<T>(Func<int> rows, Func<T> effect)
    {
        await time.WaitAsync(SimulationModel.About(model.Network, random));
        await TurnAsync();
        var service = SimulationModel.About(model.Service(rows()), random);
        Busy += service;
        await time.WaitAsync(service);
        var result = effect();
        Next();
        await time.WaitAsync(SimulationModel.About(model.Network, random));
        return result;
    }

    private Task TurnAsync()
    {
        if (!_working)
        {
            _working = true;
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource();
        _waiting.Enqueue(turn);
        return turn.Task;
    }

    private void Next()
    {
        if (_waiting.TryDequeue(out var next))
        {
            next.SetResult();
        }
        else
        {
            _working = false;
        }
    }
}
