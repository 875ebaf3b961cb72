import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { systemClock } from "../src/chat/clock";
import { FakeChat } from "./fake/fakeChat";
import { serveHub } from "./hubServer";
import { seed } from "./seed";

/** Serves the fake API, with its live connections, beside the page; in development and in preview. */
export function fakeServer(chat = seed(new FakeChat(systemClock))): Plugin {
  const hub = serveHub(chat);
  const use = (middlewares: Connect.Server) => {
    middlewares.use("/client", hub);
    middlewares.use("/api", (request, response, next) => void answer(chat, request, response).catch(next));
  };
  return {
    name: "fake-server",
    configureServer: ({ middlewares }) => use(middlewares),
    configurePreviewServer: ({ middlewares }) => use(middlewares),
  };
}

async function answer(chat: FakeChat, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization = "", host = "", "if-match": ifMatch = "" } = request.headers;
  const headers = { authorization, host, "if-match": ifMatch };
  const { status, body } = await chat.handle({
    method: request.method ?? "GET",
    url: `/api${request.url}`,
    headers,
    body: await bodyOf(request),
  });
  response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
