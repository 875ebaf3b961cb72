import { useBlocks, useTyping } from "@chatfunctions/client/react";

/** Shows who is typing. It always takes its space, so that nothing moves. */
export function TypingLine({ roomId }: { roomId: string }) {
  const blocked = useBlocks();
  const typists = useTyping(roomId).filter(({ id }) => !blocked.has(id));
  const [first, second] = typists.map((user) => <bdi key={user.id}>{user.username}</bdi>);
  const text =
    typists.length > 2 ? (
      "Several people are typing"
    ) : second ? (
      <>
        {first} and {second} are typing
      </>
    ) : (
      first && <>{first} is typing</>
    );
  return (
    <div className="typing">
      {text && (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span>{text}</span>
        </>
      )}
    </div>
  );
}
