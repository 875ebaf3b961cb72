// The official JavaScript client, run by the tests: node npm-client.mjs <command> <connection string> <table>
//   read        prints the table's rows as JSON, every value as {type, value}
//   write       inserts the rows on standard input, one by one; a value is plain or {type, value}
//   transact    inserts them in one transaction
//   signature   prints a shared access signature for everything in the account
import { json } from "node:stream/consumers";
import { AzureNamedKeyCredential, TableClient, generateAccountSas } from "@azure/data-tables";

const [command, connectionString, table] = process.argv.slice(2);
const client = TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });

const commands = {
  async read() {
    const rows = [];
    for await (const row of client.listEntities({ disableTypeConversion: true })) {
      // What a second read by key says must be the same: it proves the key.
      rows.push(await client.getEntity(row.partitionKey ?? row.PartitionKey?.value, row.rowKey ?? row.RowKey?.value, { disableTypeConversion: true }));
    }
    console.log(JSON.stringify(rows));
  },

  async write() {
    for (const row of await json(process.stdin)) await client.createEntity(row);
  },

  async transact() {
    await client.submitTransaction((await json(process.stdin)).map((row) => ["create", row]));
  },

  signature() {
    const setting = (name) => connectionString.match(`${name}=([^;]*)`)[1];
    const credential = new AzureNamedKeyCredential(setting("AccountName"), setting("AccountKey"));
    console.log(generateAccountSas(credential, { expiresOn: new Date(Date.now() + 3_600_000), permissions: { query: true, write: true, delete: true, list: true, add: true, update: true }, services: { table: true }, resourceTypes: "sco" }));
  },
};

await commands[command]();
