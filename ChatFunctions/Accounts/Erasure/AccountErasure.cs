using ChatFunctions.Live;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts.Erasure;

/// <summary>
/// Erases accounts in repeatable steps: a marker; the profile, without which the user can't log in, join or be added; the user's data in every
/// room; the names in the directory; the picture; the user's partition; the login, which is then free; and the marker. The same call or the
/// cleanup finishes an interrupted erasure.
/// </summary>
internal sealed class AccountErasure(
    UserStore users,
    Credentials credentials,
    Sessions sessions,
    UserDirectory directory,
    JoinedRoomIndex traces,
    UserRoomStore userRooms,
    RoomErasure rooms,
    LeaseStore leases,
    ChatTables tables,
    BackgroundWork background,
    TimeProvider clock,
    ILogger<AccountErasure> logger)
{
    /// <summary>The time limit of a call, shorter than that of a front end. The next call continues.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(90);

    /// <summary>An erasure that hasn't continued for this time was interrupted.</summary>
    private static readonly TimeSpan InterruptedAfter = TimeSpan.FromMinutes(5);

    private const int RoomsAtOnce = 50;
    private const int MostResumed = 10;

    /// <summary>Erases the caller's account, or continues. The password is checked while the profile exists.</summary>
    /// <param name="password">Null only for a user of an identity provider.</param>
    /// <returns>The last event of each room, for broadcasting; 503 <c>erasure_unfinished</c>, after which the same call continues.</returns>
    public async Task<Outcome<IReadOnlyList<RoomEvent>>> EraseAsync(Caller caller, string? password, CancellationToken cancellationToken)
    {
        if (!caller.IsExternal && await users.ProfileAsync(caller.UserId, cancellationToken) is not null
            && (await credentials.CheckAsync(caller, password!, cancellationToken)).Refusal is { } refusal)
        {
            return refusal;
        }

        return await EraseAsync(caller.UserId);
    }

    /// <inheritdoc cref="EraseAsync(Caller, string, CancellationToken)"/>
    public async Task<Outcome<IReadOnlyList<RoomEvent>>> EraseAsync(string userId)
    {
        var erased = await GoOnAsync(userId, begin: true, TimeLimit);
        if (erased.Refusal is not null)
        {
            // Continue even if the caller doesn't repeat the call.
            background.Start($"erase:{userId}", () => GoOnAsync(userId, begin: false, TimeSpan.MaxValue));
        }

        return erased;
    }

    /// <summary>Finishes interrupted erasures, up to a limit.</summary>
    /// <returns>How many accounts it finished.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        var finished = 0;
        var interrupted = await users.UnfinishedErasuresAsync(clock.GetUtcNow() - InterruptedAfter, MostResumed, cancellationToken);
        foreach (var erasure in interrupted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            finished += (await GoOnAsync(erasure.UserId, begin: false, TimeLimit)).Refusal is null ? 1 : 0;
        }

        return finished;
    }

    private async Task<Outcome<IReadOnlyList<RoomEvent>>> GoOnAsync(string userId, bool begin, TimeSpan timeLimit)
    {
        if (await BeginAsync(userId, begin) is not { } erasure)
        {
            return Array.Empty<RoomEvent>();
        }

        var started = clock.GetTimestamp();
        await sessions.EndAllAsync(userId, erasure.Login, CancellationToken.None);
        var events = await EraseRoomsAsync(userId, started, timeLimit);
        if (events.Refusal is { } unfinished)
        {
            logger.ErasureUnfinished(userId, unfinished.Code, clock.GetElapsedTime(started).TotalMilliseconds);
            return AccountRefusals.ErasureUnfinished;
        }

        foreach (var name in new[] { erasure.Username, erasure.OtherName }.OfType<string>())
        {
            await directory.RemoveAsync(userId, name, CancellationToken.None);
        }

        await leases.RemoveAsync(userId, CancellationToken.None);
        var partition = UserKeys.UserPartition(userId);
        await tables.Blobs(partition).DeleteAllAsync(StoredAttachment.Folder(partition), CancellationToken.None);
        await users.RemoveAllAsync(userId, CancellationToken.None);
        await users.FreeAsync(erasure.Login, userId, CancellationToken.None);
        await users.RemoveErasureAsync(userId, CancellationToken.None);
        logger.Erased(userId, events.Value.Count, clock.GetElapsedTime(started).TotalMilliseconds);
        return events;
    }

    /// <summary>Writes the marker, which contains the profile's names, and deletes the profile.</summary>
    /// <returns>The marker; null if there is nothing to erase.</returns>
    private async Task<ErasureRow?> BeginAsync(string userId, bool begin)
    {
        var marker = await users.ErasureAsync(userId, CancellationToken.None);
        ProfileRow? profile;
        do
        {
            profile = begin || marker is not null ? await users.ProfileAsync(userId, CancellationToken.None) : null;
            marker = profile is null ? marker : ErasureRow.Of(profile);
            if (marker is not null)
            {
                await users.PutAsync(marker with { TakenUpAt = clock.GetUtcNow() }, CancellationToken.None);
            }
        }
        while (profile is not null && !await users.TryDeleteAsync(profile, CancellationToken.None));
        return marker;
    }

    private async Task<Outcome<IReadOnlyList<RoomEvent>>> EraseRoomsAsync(string userId, long start, TimeSpan timeLimit)
    {
        var events = new List<RoomEvent>();
        while (await traces.ReadAsync(userId, afterRoomId: null, RoomsAtOnce, CancellationToken.None) is { Count: > 0 } found)
        {
            foreach (var roomId in found)
            {
                if (clock.GetElapsedTime(start) > timeLimit)
                {
                    return AccountRefusals.ErasureUnfinished;
                }

                var erased = await rooms.EraseAsync(userId, roomId);
                if (erased.Refusal is { } refusal)
                {
                    return refusal;
                }

                events.AddRange(new[] { erased.Value }.OfType<RoomEvent>());
                await userRooms.RemoveAsync(userId, roomId, CancellationToken.None);
            }
        }

        return events;
    }
}
