using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts;

/// <summary>Reads and changes profiles.</summary>
internal sealed class ProfileService(
    ChatTables tables, UserStore users, UserDirectory directory, UserRoomStore userRooms, AttachmentRemoval removal, BackgroundWork background, Ids ids)
{
    public async Task<Outcome<User>> GetAsync(Caller caller, string userId, CancellationToken cancellationToken) =>
        await users.ProfileAsync(userId, cancellationToken) is { } profile
            ? userId == caller.UserId ? profile.ToOwnUser() : profile.ToUser(withLogin: false)
            : Refusal.UserNotFound;

    public async Task<Outcome<User>> MeAsync(Caller caller, CancellationToken cancellationToken) =>
        await users.ProfileAsync(caller.UserId, cancellationToken) is { } profile ? profile.ToOwnUser() : Refusal.Unauthorized;

    /// <summary>Changes the settings that the request has.</summary>
    public async Task<Outcome<User>> UpdateAsync(Caller caller, ChangeMeRequest request, CancellationToken cancellationToken)
    {
        if (request.Username is not null && caller.IsExternal)
        {
            return AccountRefusals.ManagedByProvider;
        }

        if (request.ContactableBy is { } contactableBy)
        {
            await users.ChangeAsync(caller.UserId, profile => profile with { ContactableBy = contactableBy }, cancellationToken);
        }

        return request.Username is { } username ? await RenameAsync(caller.UserId, username.Trim(), cancellationToken) : await MeAsync(caller, cancellationToken);
    }

    /// <summary>Sets the picture of the caller, or removes it.</summary>
    /// <param name="picture">The id of an uploaded picture; null: none.</param>
    public async Task<Outcome<User>> SetPictureAsync(Caller caller, string? picture, CancellationToken cancellationToken)
    {
        while (await users.ProfileAsync(caller.UserId, cancellationToken) is { } profile)
        {
            var former = profile.Picture;
            if (picture is not null && former != picture && string.CompareOrdinal(picture, profile.FormerPicture) <= 0)
            {
                // It was replaced or removed after the caller found its blob.
                return MessageRefusals.AttachmentUnusable;
            }

            profile.Picture = picture;
            profile.FormerPicture = string.CompareOrdinal(former, profile.FormerPicture) > 0 ? former : profile.FormerPicture;
            if (former == picture || await users.TryReplaceAsync(profile, cancellationToken))
            {
                CopyToMemberships(caller.UserId);
                removal.Start(profile.PartitionKey, former is null || former == picture ? [] : [former]);
                return await MeAsync(caller, CancellationToken.None);
            }
        }

        return Refusal.Unauthorized;
    }

    /// <summary>Takes the name and the picture from a token of the user's identity provider, unless a newer one has been used.</summary>
    /// <returns>The profile; null: the account is gone.</returns>
    public async Task<ProfileRow?> FollowAsync(ProfileRow profile, ExternalProfile claims, DateTimeOffset issuedAt, CancellationToken cancellationToken)
    {
        var username = claims.Username ?? profile.Username;
        if (issuedAt <= profile.ClaimsIssuedAt || (profile.Username == username && profile.PictureUrl == claims.PictureUrl))
        {
            return profile;
        }

        if (profile.Username != username)
        {
            await RenameAsync(profile.UserId, username, cancellationToken);
        }

        return await users.ChangeAsync(
            profile.UserId,
            present => issuedAt <= present.ClaimsIssuedAt ? present : present with { PictureUrl = claims.PictureUrl, ClaimsIssuedAt = issuedAt },
            cancellationToken);
    }

    /// <summary>
    /// Renames a user. The directory gets the new name before the profile, which also stores the other name that may be in the directory, so
    /// that an interrupted rename can be cleaned up.
    /// </summary>
    private async Task<Outcome<User>> RenameAsync(string userId, string username, CancellationToken cancellationToken)
    {
        while (await users.ProfileAsync(userId, cancellationToken) is { } profile)
        {
            if (profile.Username == username || (await TryAnnounceAsync(profile, username, cancellationToken) && await TryTakeAsync(profile, username, cancellationToken)))
            {
                // Also if the name is the same, because an earlier attempt may have been interrupted here.
                CopyToMemberships(userId);
                return profile.ToOwnUser();
            }
        }

        // The account is gone, and its erasure may have missed the row of the new name.
        await directory.RemoveAsync(userId, username, CancellationToken.None);
        return Refusal.Unauthorized;
    }

    private async Task<bool> TryAnnounceAsync(ProfileRow profile, string username, CancellationToken cancellationToken)
    {
        if (profile.OtherName == username)
        {
            return true;
        }

        // Remove the rows of a name whose rename was interrupted, while the profile still has it as its other name. A concurrent rename to it starts
        // again when the profile is written, and keeps the rows it has written since.
        if (profile.OtherName is { } interrupted
            && await directory.RowsAsync(profile.UserId, interrupted, except: profile.Username, cancellationToken) is { Count: > 0 } rows
            && !(await users.TryReplaceAsync(profile, cancellationToken) && await directory.TryRemoveAsync(rows, cancellationToken)))
        {
            return false;
        }

        profile.OtherName = username;
        return await users.TryReplaceAsync(profile, cancellationToken);
    }

    private async Task<bool> TryTakeAsync(ProfileRow profile, string username, CancellationToken cancellationToken)
    {
        await directory.AddAsync(profile.UserId, username, cancellationToken);

        // Read before the profile is written, so rows that another rename adds afterwards stay.
        var former = await directory.RowsAsync(profile.UserId, profile.Username, except: username, cancellationToken);
        (profile.Username, profile.OtherName) = (username, profile.Username);
        if (!await users.TryReplaceAsync(profile, cancellationToken))
        {
            return false;
        }

        await directory.TryRemoveAsync(former, CancellationToken.None);
        return true;
    }

    /// <summary>
    /// Copies a user's name and picture to the memberships, in the background. If that is interrupted, the same change repeats it. Each copying has
    /// a name of its own, because one that is about to end may have read the previous profile.
    /// </summary>
    private void CopyToMemberships(string userId) => background.Start($"profile:{userId}:{ids.NewId()}", async () =>
    {
        // Repeat while the profile changes, so that the newest one is written last.
        ProfileRow? copied = null;
        while (await users.ProfileAsync(userId, CancellationToken.None) is { } profile && (profile.Username, profile.Picture) != (copied?.Username, copied?.Picture))
        {
            var roomIds = await userRooms.RoomIdsAsync(userId, CancellationToken.None);
            await roomIds.ForEachParallelAsync((roomId, token) => tables.Rooms(roomId).TryMergeAsync(profile.ToMember(roomId), token), CancellationToken.None);
            copied = profile;
        }
    });
}
