// Runs official clients (@microsoft/signalr) for the tests. Each line of standard input is a command, each line of standard
// output an event: {"client": name, "event": ..., ...}.
import { createInterface } from "node:readline";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const clients = new Map();
const tell = (client, event, details = {}) => console.log(JSON.stringify({ client, event, ...details }));

const commands = {
  async connect({ client, url, token, transport }) {
    const connection = new HubConnectionBuilder()
      .withUrl(url, { transport: HttpTransportType[transport], accessTokenFactory: () => token })
      .configureLogging(LogLevel.None)
      .build();
    clients.set(client, connection);
    connection.on("newMessage", (argument) => tell(client, "message", { argument }));
    connection.onclose((error) => tell(client, "closed", { error: error?.message ?? null }));
    try {
      await connection.start();
      tell(client, "connected", { id: connection.connectionId });
    } catch (error) {
      tell(client, "refused", { error: error.message });
    }
  },
  async invoke({ client, target, argument }) {
    try {
      tell(client, "result", { result: (await clients.get(client).invoke(target, argument)) ?? null });
    } catch (error) {
      tell(client, "failed", { error: error.message });
    }
  },
  async send({ client, target, argument }) {
    await clients.get(client).send(target, argument);
  },
  async stop({ client }) {
    await clients.get(client).stop();
  },
};

const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  const command = JSON.parse(line);
  commands[command.command](command);
});
input.on("close", () => process.exit());
