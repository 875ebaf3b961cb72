import { asApiError } from "../chat/http/apiError";

/** What went wrong, in words for people: the server's own where it gave some. */
export function explain(error: unknown): string {
  const { status, problem, message, retryAfterMs } = asApiError(error);
  if (status === 0) return problem.detail ?? "The server can't be reached. Check your connection and try again.";
  if (problem.detail) return problem.detail;
  if (status === 429) return `That was too fast. Try again in ${Math.ceil((retryAfterMs ?? 1000) / 1000)} s.`;
  if (status >= 500) return "The server has a problem. Try again in a moment.";
  return problem.title ?? message;
}

/** The server's message about one field of a form. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error ? asApiError(error).problem.errors?.[field]?.[0] : undefined;
}
