import { type User, type UserRef, uploadedPicture } from "@chatfunctions/client";
import { useChat, useUserPicture } from "@chatfunctions/client/react";
import { Picture } from "./Picture";

/** A user's picture, or initials on the user's colour, with a presence dot. The style sheet adds the initials, so they aren't text of the page. */
export function Avatar({
  user,
  online,
  size = "medium",
}: {
  user: UserRef & Pick<User, "pictureSource">;
  /** Undefined: not known yet. */
  online?: boolean | undefined;
  size?: "small" | "medium" | "large";
}) {
  const { hue, tone } = colourOf(user.id);
  const { names } = useChat();
  const known = useUserPicture(user.id);
  return (
    <span
      className="avatar"
      data-hue={hue}
      data-tone={tone}
      data-size={size}
      data-initials={initials(user.username)}
      aria-hidden="true"
    >
      <Picture urls={[uploadedPicture(user), known]} onExpired={(url) => void names.renewPicture(user.id, url)} />
      {online !== undefined && <span className="presence" data-online={online} />}
    </span>
  );
}

const hues = 12;
const tones = 3;

/** The user's colour, derived from the id. FNV-1a with extra mixing, because ids created at about the same time have the same prefix. */
export function colourOf(id: string): { readonly hue: number; readonly tone: number } {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  const colour = ((hash ^ (hash >>> 16)) >>> 0) % (hues * tones);
  return { hue: colour % hues, tone: Math.floor(colour / hues) };
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
