using System.ComponentModel.DataAnnotations;

namespace ChatFunctions.Notifications;

/// <summary>The section <c>Chat:Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    /// <summary>Days after which a notification is gone, read or not: at once for its user, from storage when the next one comes.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;

    public TimeSpan Retention => TimeSpan.FromDays(RetentionDays);
}
