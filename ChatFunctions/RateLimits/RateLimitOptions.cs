using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ChatFunctions.RateLimits;

/// <summary>
/// Settings <c>Chat__RateLimits__*</c>. Each instance counts for itself: with n instances somebody who reaches all of them gets up to n
/// times as much.
/// </summary>
internal sealed class RateLimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The app is behind a front end that appends the client's address to <c>X-Forwarded-For</c>, as Azure's does. Where none does, anybody
    /// could write anything there, so it is off.
    /// </summary>
    public bool TrustForwardedFor { get; set; }

    /// <summary>Messages of one user, in all rooms.</summary>
    [ValidateObjectMembers]
    public BucketOptions Sends { get; set; } = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 100 };

    /// <summary>Messages in one room, of all users: what a room's partition carries with ease.</summary>
    [ValidateObjectMembers]
    public BucketOptions RoomSends { get; set; } = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 };

    /// <summary>Everything else that one user changes.</summary>
    [ValidateObjectMembers]
    public BucketOptions Writes { get; set; } = new() { Tokens = 20, Per = TimeSpan.FromSeconds(1), Burst = 40 };

    /// <summary>Registrations and logins from one address.</summary>
    [ValidateObjectMembers]
    public BucketOptions Credentials { get; set; } = new() { Tokens = 30, Per = TimeSpan.FromMinutes(1), Burst = 30 };

    /// <summary>Refreshes from one address, behind which an office may be.</summary>
    [ValidateObjectMembers]
    public BucketOptions Refreshes { get; set; } = new() { Tokens = 300, Per = TimeSpan.FromMinutes(1), Burst = 300 };

    public PublishedRateLimits Published => new(Sends.Published, RoomSends.Published, Writes.Published, Credentials.Published, Refreshes.Published);
}

/// <summary>A bucket holds <see cref="Burst"/> tokens when full, and <see cref="Tokens"/> flow in each <see cref="Per"/>.</summary>
internal sealed class BucketOptions
{
    [Range(1, 1_000_000)]
    public int Tokens { get; set; }

    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Per { get; set; }

    [Range(1, 1_000_000)]
    public int Burst { get; set; }

    public PublishedRateLimit Published => new(Tokens, Per.TotalSeconds, Burst);
}

/// <summary>Validates the settings without reflection.</summary>
[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
