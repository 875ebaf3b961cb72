// Runs a server's script (first argument, with the arguments after it) that must not outlive its parent process:
// it exits when standard input ends, is interrupted by the line "interrupt", and prints the port of every socket it listens on.
import net from "node:net";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  this.once("listening", () => console.log(`listening on port ${this.address().port}`));
  return listen.apply(this, args);
};

const input = createInterface({ input: process.stdin });
const exit = () => process.exit();
input.on("close", exit);
input.on("line", (line) => {
  if (line !== "interrupt") return;
  input.off("close", exit);
  input.close();
  process.stdin.destroy();
  process.emit("SIGINT");
});

const script = resolve(process.argv[2]);
process.argv.splice(1, 2, script);
await import(pathToFileURL(script));
