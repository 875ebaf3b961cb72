import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeChat } from "./fake/fakeChat";
import { bodyOf } from "./fakeServer";

/** Ends every SignalR message. */
const end = "\x1e";
const pingEvery = 10_000;

/**
 * The service's side of SignalR's JSON protocol over server-sent events: enough for a browser that only listens. The access token
 * is the user's id, as the fake's negotiation gives it.
 */
export function serveHub(chat: FakeChat) {
  /** Connection id -> what to do at its handshake. */
  const handshakes = new Map<string, () => void>();
  let ids = 0;

  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://fake");
    const id = url.searchParams.get("id") ?? "";
    if (url.pathname.endsWith("/negotiate")) negotiate(response);
    else if (request.method === "GET") listen(id, url.searchParams.get("access_token") ?? "", response);
    else void receive(id, request, response);
  };

  function negotiate(response: ServerResponse) {
    const connectionToken = `c${++ids}`;
    const availableTransports = [{ transport: "ServerSentEvents", transferFormats: ["Text"] }];
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ negotiateVersion: 1, connectionId: connectionToken, connectionToken, availableTransports }),
    );
  }

  function listen(id: string, userId: string, response: ServerResponse) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(":\r\n\r\n");
    let leave = () => {};
    const hear = (target: string, args: unknown[]) => say(response, { type: 1, target, arguments: args });
    // The answer to the handshake comes first; only then the connection hears what is broadcast.
    handshakes.set(id, () => {
      say(response, {});
      leave = chat.connect(userId, hear);
    });
    const pings = setInterval(() => say(response, { type: 6 }), pingEvery);
    response.on("close", () => {
      clearInterval(pings);
      handshakes.delete(id);
      leave();
    });
  }

  /** The only thing that such a client sends besides pings is its handshake, which wants an empty object back. */
  async function receive(id: string, request: IncomingMessage, response: ServerResponse) {
    if ((await bodyOf(request)).includes('"protocol"')) handshakes.get(id)?.();
    response.end();
  }

  function say(stream: ServerResponse, message: object) {
    stream.write(`data: ${JSON.stringify(message)}${end}\r\n\r\n`);
  }
}
