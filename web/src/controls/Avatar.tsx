import type { UserRef } from "../chat/wire";

/** A user's initials (put in by the style sheet: they are no text of the page) on a colour of its own, with a dot that tells whether it's online. */
export function Avatar({
  user,
  online,
  size = "medium",
}: {
  user: UserRef;
  online?: boolean;
  size?: "small" | "medium" | "large";
}) {
  return (
    <span
      className="avatar"
      data-hue={hueOf(user.id)}
      data-size={size}
      data-initials={initials(user.username)}
      aria-hidden="true"
    >
      {online !== undefined && <span className="presence" data-online={online} />}
    </span>
  );
}

/** One of eight hues, always the same for the same user. */
function hueOf(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return sum % 8;
}

function initials(name: string): string {
  const words = name.trim().split(/[\s._-]+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    letters
      .map((word) => [...(word ?? "")][0] ?? "")
      .join("")
      .toUpperCase() || "?"
  );
}
