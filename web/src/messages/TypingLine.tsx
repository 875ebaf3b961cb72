import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";

/** Who is typing in this room. Its place is kept free, so that nothing moves. */
export function TypingLine({ roomId }: { roomId: string }) {
  const { chat } = useChat();
  const typists = useCell(chat.typing.typists).get(roomId) ?? [];
  const names = typists.map((user) => user.username);
  const text =
    names.length === 0
      ? ""
      : names.length === 1
        ? `${names[0]} is typing`
        : names.length === 2
          ? `${names[0]} and ${names[1]} are typing`
          : "Several people are typing";
  return (
    <div className="typing">
      {text && (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text}
        </>
      )}
    </div>
  );
}
