// official-client.mjs URL TRANSPORT, the token on standard input: prints "connected", then the arguments of each roomEvents, a JSON line each.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const [url, transport] = process.argv.slice(2);
const input = createInterface({ input: process.stdin });
const [token] = await once(input, "line");
input.on("close", () => process.exit(0));

const connection = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => token, transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.None)
  .build();
connection.on("roomEvents", (...args) => console.log(JSON.stringify(args)));
await connection.start();
console.log("connected");
