import { expect, it } from "vitest";
import { colourOf } from "../../src/controls/Avatar";
import { seeded } from "../world/random";

it("ids with the same prefix are spread evenly over all colours", () => {
  const random = seeded(1);
  const counts = Array.from({ length: 36 }, () => 0);
  for (let i = 0; i < 36_000; i++) {
    const tail = Array.from({ length: 20 }, () => Math.floor(random() * 16).toString(16)).join("");
    const { hue, tone } = colourOf(`01a1f943dc43${tail}`);
    const colour = tone * 12 + hue;
    counts[colour] = (counts[colour] ?? Number.NaN) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1_200);
});
