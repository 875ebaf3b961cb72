/** The server's answer to a refused request (RFC 9457, with the API's own `code`). */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A request that didn't succeed; `code` tells why.
 * `status` 0 means that no answer came: it may or may not have taken effect on the server.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** How long the server asks to wait before trying again. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, problem: Problem = {}, retryAfterMs?: number, options?: ErrorOptions) {
    super(problem.detail ?? problem.title ?? (status === 0 ? "Can't reach the server." : `HTTP ${status}`), options);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  /** The stable code of the error, such as `room_not_found`; "" if there is none. */
  get code(): string {
    return this.problem.code ?? "";
  }

  /** What is wrong, in the server's words for people: those about a field, if there are any. */
  get reason(): string | undefined {
    return Object.values(this.problem.errors ?? {})[0]?.[0] ?? this.problem.detail;
  }

  /** Trying the same request later can help: no answer, too many requests, or a fault of the server. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** The error as an ApiError; anything else is a mistake in the program and is thrown on. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
