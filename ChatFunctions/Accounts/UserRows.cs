using System.Runtime.Serialization;
using System.Text.Json;

namespace ChatFunctions.Accounts;

/// <summary>
/// The owner of a login. It is written first and deleted last, and contains what the other rows are created from, so logging in completes an
/// interrupted registration.
/// </summary>
internal sealed record LoginRow : Row
{
    public string UserId { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    /// <summary>Incremented when the password changes, but not when it is rehashed.</summary>
    public int PasswordVersion { get; set; }

    /// <summary>The SHA-256 of the secret of a code that resets the password; absent: there is none.</summary>
    public byte[]? ResetHash { get; set; }

    public DateTimeOffset? ResetExpiresAt { get; set; }

    /// <summary>The username at registration.</summary>
    public string Username { get; set; } = "";

    /// <summary>The issuer whose user this is; absent: a local account.</summary>
    public string? IdentityProvider { get; set; }

    /// <summary>The id that a back end has for the user; absent: no back end created the user.</summary>
    public string? ExternalId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    [IgnoreDataMember]
    public string Login => PartitionKey[UserKeys.LoginPrefix.Length..];

    public ProfileRow ToProfile() => new()
    {
        PartitionKey = UserKeys.UserPartition(UserId),
        RowKey = UserKeys.Profile,
        Login = Login,
        Username = Username,
        IdentityProvider = IdentityProvider,
        ExternalId = ExternalId,
        CreatedAt = CreatedAt,
    };
}

/// <summary>Failed guesses for a login, whether or not it exists; absent if there are none.</summary>
internal sealed record AttemptsRow : Row
{
    /// <summary>When the failures of all sources are forgotten: <see cref="Lockout.ForgetInterval"/> for each. Absent in rows of an earlier version.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary><see cref="SourceFailures"/> as JSON, the latest last; absent: none.</summary>
    public string? Sources { get; set; }

    /// <summary>The id of the last counted guess, by which a guess finds out whether it was counted.</summary>
    public string LastGuess { get; set; } = "";

    public SourceFailures[] ReadSources() => Sources is null ? [] : JsonSerializer.Deserialize(Sources, ChatJson.TypeInfo<SourceFailures[]>())!;

    public void WriteSources(SourceFailures[] sources) => Sources = sources.Length == 0 ? null : JsonSerializer.Serialize(sources, ChatJson.TypeInfo<SourceFailures[]>());
}

/// <summary>Wrong passwords in a row from one source.</summary>
/// <param name="Source">The source's <see cref="GuessSource.KeyFor"/>.</param>
internal sealed record SourceFailures(string Source, int Failures, DateTimeOffset FailedAt);

internal sealed record ProfileRow : RowWithBlobs
{
    public string Login { get; set; } = "";

    public string Username { get; set; } = "";

    /// <summary>Another name that may be in the directory: the next or the previous one.</summary>
    public string? OtherName { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The issuer that manages the name and the picture; absent: a local account.</summary>
    public string? IdentityProvider { get; set; }

    /// <summary>The URL of a picture from the issuer or the back end.</summary>
    public string? PictureUrl { get; set; }

    /// <summary>The id of the picture that the user has uploaded; absent: none.</summary>
    public string? Picture { get; set; }

    /// <summary>The id of the latest picture that was replaced or removed; absent: none. Ids are in the order of the declarations.</summary>
    public string? FormerPicture { get; set; }

    [IgnoreDataMember]
    public override string? BlobPartition => Picture is null ? null : PartitionKey;

    /// <summary>When the token was issued from which the name and the picture come; absent: they are from the registration.</summary>
    public DateTimeOffset? ClaimsIssuedAt { get; set; }

    /// <inheritdoc cref="LoginRow.ExternalId"/>
    public string? ExternalId { get; set; }

    /// <summary>True: the user can't log in. Absent: active.</summary>
    public bool? Deactivated { get; set; }

    /// <summary>Absent: everyone.</summary>
    public ContactableBy? ContactableBy { get; set; }

    [IgnoreDataMember]
    public string UserId => PartitionKey[UserKeys.UserPrefix.Length..];

    public User ToUser(bool withLogin) => new(UserId, withLogin && IdentityProvider is null ? Login : null, Username, CreatedAt)
    {
        PictureUrl = Picture is null ? PictureUrl : this.PictureUrl(Picture),
        PictureSource = Picture is not null ? PictureSource.Uploaded : PictureUrl is not null ? PictureSource.External : null,
    };

    /// <summary>The account as its owner sees it.</summary>
    public User ToOwnUser() => ToUser(withLogin: true) with
    {
        ContactableBy = ContactableBy ?? Accounts.ContactableBy.Everyone,
        IdentityProvider = IdentityProvider,
    };

    /// <summary>The account as back ends see it.</summary>
    public User ToManagedUser() => ToUser(withLogin: true) with { ExternalId = ExternalId, Deactivated = Deactivated ?? false };

    public UserRef ToRef() => new(UserId, Username) { PictureUrl = this.PictureUrl(Picture) };

    /// <summary>The copy for the user's membership of a room.</summary>
    public MemberProfileRow ToMember(string roomId) => new() { PartitionKey = roomId, RowKey = RoomKeys.Member(UserId), Username = Username, Picture = Picture ?? "" };
}

internal sealed record SessionRow : Row
{
    /// <summary>The SHA-256 of the current refresh token's secret.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>The salt of the current token, with which a repeated attempt gets the same token; absent without an attemptId.</summary>
    public string? Salt { get; set; }

    /// <summary>The <see cref="RefreshToken.SpentBy"/> of the previous token; absent without an attemptId.</summary>
    public byte[]? SpentBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was opened or last refreshed.</summary>
    public DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    [IgnoreDataMember]
    public string SessionId => RowKey[UserKeys.SessionPrefix.Length..];
}

/// <summary>
/// The marker of an account that is being erased, from before the first step until after the last. It contains what the erasure needs after the
/// profile is deleted.
/// </summary>
internal sealed record ErasureRow : Row
{
    public const string Partition = "erasures";

    public string Login { get; set; } = "";

    public string Username { get; set; } = "";

    public string? OtherName { get; set; }

    /// <summary>When it was last started or continued.</summary>
    public DateTimeOffset TakenUpAt { get; set; }

    [IgnoreDataMember]
    public string UserId => RowKey;

    public static ErasureRow Of(ProfileRow profile) => new()
    {
        PartitionKey = Partition,
        RowKey = profile.UserId,
        Login = profile.Login,
        Username = profile.Username,
        OtherName = profile.OtherName,
    };
}
