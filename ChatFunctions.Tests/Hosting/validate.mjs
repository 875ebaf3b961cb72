// Validates JSON values against schemas inside a document. Standard input: { draft, document, cases: [{ name, pointer, value }] }.
// Standard output: an array with a line for each fault. Fields that a schema doesn't name are faults: an answer says nothing undescribed.
import { text } from "node:stream/consumers";
import addFormats from "ajv-formats";
import Ajv7 from "ajv";
import Ajv2020 from "ajv/dist/2020.js";

const { draft, document, cases } = JSON.parse(await text(process.stdin));

function close(node) {
  if (node === null || typeof node !== "object") return;
  if (node.type === "object" && node.properties && !("additionalProperties" in node)) node.additionalProperties = false;
  Object.values(node).forEach(close);
}

close(document.components.schemas);
const Ajv = draft === 7 ? Ajv7.default : Ajv2020.default;
const ajv = new Ajv({ strict: false, allErrors: true, addUsedSchema: false });
addFormats.default(ajv);
ajv.addSchema(document, "document");
const faults = [];
for (const { name, pointer, value } of cases) {
  const validate = ajv.getSchema(`document#${encodeURI(pointer)}`);
  if (!validate) faults.push(`${name}: there is no schema at ${pointer}`);
  else if (!validate(value)) faults.push(`${name}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 400)}`);
}
process.stdout.write(`${JSON.stringify(faults)}\n`);
