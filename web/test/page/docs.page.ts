import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Stage } from "./stage";

describe("the API's documentation", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterEach(async () => expect(await stage.clear()).toEqual([]));
  afterAll(() => stage.close());

  it("shows every operation and requests nothing from other origins", async () => {
    const page = await stage.page();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${stage.url}api/docs`);
    await page.locator("#operations-Messages-SendMessage").waitFor();

    const { paths } = await (await fetch(`${stage.url}api/openapi.json`)).json();
    const operations = Object.values<object>(paths).flatMap((path) => Object.keys(path));
    expect(await page.locator(".opblock").count()).toBe(operations.length);
    const origin = new URL(stage.url).origin;
    expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith("data:"))).toEqual([]);
    expect(asked).toContain(`${origin}/api/docs/swagger-ui-bundle.js`);
  });

  it("runs an operation", async () => {
    const page = await stage.page();
    await page.goto(`${stage.url}api/docs`);
    const limits = page.locator("#operations-Service-GetLimits");
    await limits
      .getByRole("button", { name: /\/limits/ })
      .first()
      .click();
    await limits.getByRole("button", { name: "Try it out" }).click();
    await limits.getByRole("button", { name: "Execute" }).click();

    await limits.locator(".live-responses-table").getByText('"bodyBytes"').waitFor();
  });
});
