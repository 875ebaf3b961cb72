import { useNotifications } from "@chatfunctions/client/react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { hrefs } from "../app/router";
import { fullTimeOf, shortTime } from "../controls/dates";
import { Icon } from "../controls/Icon";
import { MessageText } from "../messages/MessageText";
import { PageHeader } from "../rooms/PageHeader";
import { reportedRoom } from "../rooms/useReports";

/** The user's latest notifications. */
export function NotificationsPage() {
  const { chat } = useChat();
  const { fail } = useNotices();
  const items = useNotifications();
  const hasUnread = items.some((item) => !item.read);
  return (
    <>
      <PageHeader title="Notifications">
        {hasUnread && (
          <button className="button quiet" type="button" onClick={() => chat.notifications.markAllRead().catch(fail)}>
            Mark all as read
          </button>
        )}
      </PageHeader>
      {items.length === 0 && (
        <div className="blank">
          <Icon name="bell" className="blank-icon" />
          <p>No notifications yet.</p>
        </div>
      )}
      <div className="scroll" hidden={items.length === 0}>
        <div className="column">
          <ul className="cards">
            {items.map((item) => (
              <li className="card" key={item.id} data-unread={!item.read}>
                <span className="card-text">
                  <MessageText text={item.text} />
                  {reportedRoom(item) && <a href={hrefs.room(reportedRoom(item) ?? "", "reports")}>Show reports</a>}
                  <small>
                    <time dateTime={item.createdAt} title={fullTimeOf(item.createdAt)}>
                      {shortTime(item.createdAt)}
                    </time>
                  </small>
                </span>
                {!item.read && (
                  <button
                    className="button quiet"
                    type="button"
                    onClick={() => chat.notifications.markRead(item.id).catch(fail)}
                  >
                    Mark as read
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </>
  );
}
